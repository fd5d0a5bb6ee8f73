# Reference values by R's survey: Rscript expected.R, in this folder. Written to expected.json.
# A variable that sheets miss gets a category "missing" whose total is its weighted sample total.
library(survey)
library(jsonlite)
people <- read.csv("../estimates/people.csv", na.strings = "", stringsAsFactors = FALSE)
people <- subset(people, stratum != "campus")
people$adults <- ifelse(people$person == 3, NA, people$person)
people$factor <- pmin(people$adults, 4)
people$factor[is.na(people$factor)] <- mean(people$factor, na.rm = TRUE)
N <- 6700
people$before <- people$weight * people$factor
people$before <- people$before * N / sum(people$before)
people$trust[is.na(people$trust)] <- "missing"

groups <- data.frame(group = c("A", "B", "C"), Freq = c(3600, 2400, 700))
stops <- data.frame(stopped = c("no", "yes"), Freq = c(5200, 1500))
lost <- sum(people$before[people$trust == "missing"])
trusts <- data.frame(trust = c("agree", "disagree", "neither", "missing"), Freq = c(c(3500, 1500, 1700) * (1 - lost / N), lost))

drawn <- function(w) { people$w <- w
  svydesign(~block, strata = ~stratum, weights = ~w, data = people, nest = TRUE) }
raked <- function(w, formulas, totals) rake(drawn(w), formulas, totals, control = list(maxit = 1000, epsilon = 1e-13))
complete <- function(w) raked(w, list(~group, ~stopped), list(groups, stops))
missing <- function(w) raked(w, list(~group, ~trust), list(groups, trusts))
trimmed <- function(times) {
  d <- missing(people$before)
  limit <- times * sum(weights(d)) / nrow(people)
  while (max(weights(d)) > limit * 1.001) d <- missing(pmin(weights(d), limit))
  d
}
designs <- list(
  complete = complete(people$before), missing = missing(people$before), trimmed = trimmed(1.5),
  linear = calibrate(drawn(people$before), ~group + trust, c(`(Intercept)` = N, groupB = 2400, groupC = 700, trustdisagree = trusts$Freq[2], trustmissing = lost, trustneither = trusts$Freq[3]))
)
found <- lapply(designs, function(d) {
  age <- svymean(~age, d, na.rm = TRUE)
  income <- svytotal(~income, d, na.rm = TRUE)
  stopped <- svymean(~stopped, d)
  list(weights = range(weights(d)), age = c(coef(age), SE(age)), income = c(coef(income), SE(income)),
       stopped = c(coef(stopped)[2], SE(stopped)[2]))
})
found$versions <- list(R = R.version.string, survey = as.character(packageVersion("survey")))
writeLines(toJSON(found, digits = NA, auto_unbox = TRUE, pretty = TRUE), "expected.json")
