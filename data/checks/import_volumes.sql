SELECT o.series, o.period_end, o.value
FROM market.latest o
JOIN market.series s USING (series)
WHERE s.measure = 'imports' AND o.value <= 0
ORDER BY o.period_end DESC, o.series
