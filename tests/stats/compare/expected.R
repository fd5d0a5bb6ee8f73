# Reference values by R's survey: Rscript expected.R, in this folder. Written to expected.json.
# The second wave is the people of the first in other blocks' order: every second person.
library(survey)
library(jsonlite)
people <- read.csv("../estimates/people.csv", na.strings = "", stringsAsFactors = FALSE)
people <- subset(people, stratum != "campus")
people$agree <- as.numeric(people$trust == "agree")
one <- svydesign(~block, strata = ~stratum, weights = ~weight, fpc = ~n_blocks, data = people, nest = TRUE)
first <- subset(people, person %% 2 == 1); first$wave <- 1
second <- subset(people, person %% 2 == 0); second$wave <- 2
both <- rbind(first, second)
both$layer <- interaction(both$wave, both$stratum)
two <- svydesign(~block, strata = ~layer, weights = ~weight, fpc = ~n_blocks, data = both, nest = TRUE)
groups <- svydesign(~block, strata = ~stratum, weights = ~weight, data = people, nest = TRUE)
groups <- rake(groups, list(~group, ~stopped), list(
  data.frame(group = c("A", "B", "C"), Freq = c(3600, 2400, 700)),
  data.frame(stopped = c("no", "yes"), Freq = c(5200, 1500))), control = list(maxit = 1000, epsilon = 1e-12))

difference <- function(formula, design) {
  m <- svyglm(formula, design)
  d <- unname(coef(m)[2]); s <- unname(SE(m)[2])
  c(d, s, 2 * pt(-abs(d / s), degf(design)), d + c(-1, 1) * qt(0.975, degf(design)) * s)
}
found <- list(
  waves = list(degf = degf(two), agree = difference(agree ~ wave, two), age = difference(age ~ wave, two)),
  one_sample = list(degf = degf(one), agree = difference(agree ~ I(stopped == "yes"), one), age = difference(age ~ I(stopped == "yes"), one)),
  raked = list(degf = degf(groups), agree = difference(agree ~ I(stopped == "yes"), groups), age = difference(age ~ I(stopped == "yes"), groups))
)
p <- c(0.01, 0.02, 0.03, 0.04, 0.05, 0.5, 0.011, 0.9, 1, 0, 0.02)
found$adjusted <- list(p = p, BH = p.adjust(p, method = "BH"))
found$versions <- list(R = R.version.string, survey = as.character(packageVersion("survey")))
writeLines(toJSON(found, digits = NA, auto_unbox = TRUE, pretty = TRUE), "expected.json")
