SELECT source, code, series, period_end
FROM market.flag
WHERE list_contains($runs, _run)
ORDER BY ALL
