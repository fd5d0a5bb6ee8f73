# Reference values by R's survey: Rscript expected.R, in this folder. Written to expected.json.
library(survey)
library(jsonlite)
people <- read.csv("people.csv", na.strings = "", stringsAsFactors = FALSE)
for (v in c("trust", "stopped", "group", "stratum")) people[[v]] <- factor(people[[v]])
more <- subset(people, stratum != "campus")
more$stratum <- factor(more$stratum)

designs <- list(
  two_stage = svydesign(~block + person, strata = ~stratum, weights = ~weight, fpc = ~n_blocks + n_people, data = more, nest = TRUE),
  one_stage = svydesign(~block, strata = ~stratum, weights = ~weight, data = more, nest = TRUE)
)
options(survey.lonely.psu = "adjust")
single <- svydesign(~block, strata = ~stratum, weights = ~weight, data = people, nest = TRUE)
groups <- data.frame(group = c("A", "B", "C"), Freq = c(3600, 2400, 700))
stops <- data.frame(stopped = c("no", "yes"), Freq = c(5200, 1500))
designs$raked <- rake(designs$one_stage, list(~group, ~stopped), list(groups, stops), control = list(maxit = 1000, epsilon = 1e-12))
designs$linear <- calibrate(designs$two_stage, ~group + stopped, c(`(Intercept)` = 6700, groupB = 2400, groupC = 700, stoppedyes = 1500))
designs$logit <- calibrate(designs$one_stage, ~group + stopped, c(`(Intercept)` = 6700, groupB = 2400, groupC = 700, stoppedyes = 1500), calfun = "logit", bounds = c(0.3, 3), epsilon = 1e-13, maxit = 200)
designs$poststratified <- postStratify(designs$two_stage, ~group, groups)

measure <- function(d) {
  ages <- svymean(~age, d, na.rm = TRUE, deff = TRUE)
  both <- svymean(~age + income, d, na.rm = TRUE)
  trust <- svymean(~trust, d, na.rm = TRUE, deff = TRUE)
  whole <- svytotal(~income, d, na.rm = TRUE)
  by <- svyby(~age, ~group, d, svymean, na.rm = TRUE)
  share <- svyciprop(~I(trust == "agree"), d, method = "logit", df = degf(d), na.rm = TRUE)
  beta <- svyciprop(~I(trust == "agree"), d, method = "beta", df = degf(d), na.rm = TRUE)
  part <- svyratio(~income, ~age, d, na.rm = TRUE)
  spread <- svyvar(~age, d, na.rm = TRUE)
  middle <- svyquantile(~income, d, c(0.25, 0.5), na.rm = TRUE)[[1]]
  test <- function(s) { t <- svychisq(~trust + stopped, d, statistic = s, na.rm = TRUE)
    list(statistic = unname(t$statistic), df = unname(t$parameter), p = unname(t$p.value)) }
  list(
    degf = degf(d), weights = sum(weights(d)),
    age = list(value = coef(ages), se = SE(ages), deff = deff(ages), ci = as.vector(confint(ages, df = degf(d)))),
    joint = list(value = coef(both), vcov = vcov(both)),
    trust = list(value = coef(trust), se = SE(trust), deff = deff(trust)),
    income = list(value = coef(whole), se = SE(whole)),
    age_by_group = list(value = coef(by), se = SE(by)),
    agree = list(value = as.numeric(coef(share)), logit = as.vector(confint(share)), beta = as.vector(confint(beta))),
    ratio = list(value = as.vector(coef(part)), se = as.vector(SE(part))),
    variance = list(value = as.vector(coef(spread)), se = as.vector(SE(spread))),
    quantiles = unname(middle[, 1:4]),
    f = test("F"), chisq = test("Chisq"), wald = test("Wald")
  )
}
found <- lapply(designs, measure)
found$single <- lapply(c(adjust = "adjust", remove = "remove", certainty = "certainty", average = "average"), function(rule) {
  options(survey.lonely.psu = rule)
  m <- svymean(~age, single, na.rm = TRUE)
  t <- svytotal(~income, single, na.rm = TRUE)
  list(mean = list(value = coef(m), se = as.vector(SE(m))), total = list(value = coef(t), se = as.vector(SE(t))))
})
found$versions <- list(R = R.version.string, survey = as.character(packageVersion("survey")))
writeLines(toJSON(lapply(found, function(x) x), digits = NA, auto_unbox = TRUE, pretty = TRUE, matrix = "rowmajor"), "expected.json")
