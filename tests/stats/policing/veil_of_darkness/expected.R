# Reference values by R: Rscript expected.R, in this folder, after generate.py wrote window.csv.
# Written to expected.json.
library(splines)
library(jsonlite)
stops <- read.csv("window.csv", stringsAsFactors = TRUE)
measure <- function(formula, rows = stops) {
  fit <- glm(formula, data = rows, family = binomial, control = glm.control(epsilon = 1e-14, maxit = 100))
  list(
    coefficients = unname(coef(fit)), standard_errors = unname(summary(fit)$coefficients[, 2]),
    covariance = unname(vcov(fit)), deviance = deviance(fit), n = nobs(fit)
  )
}
found <- list(
  with_district = measure(is_of_group ~ is_dark + ns(minute, 6) + district),
  without_district = measure(is_of_group ~ is_dark + ns(minute, 6)),
  east = measure(is_of_group ~ is_dark + ns(minute, 6), subset(stops, district == "east")),
  bases = lapply(1:7, function(df) unname(unclass(ns(stops$minute[1:40], df))[, 1:df, drop = FALSE])),
  sums = list(is_of_group = sum(stops$is_of_group), is_dark = sum(stops$is_dark), minute = sum(stops$minute)),
  versions = list(R = R.version.string)
)
writeLines(toJSON(found, digits = I(17), auto_unbox = TRUE, matrix = "rowmajor"), "expected.json")
