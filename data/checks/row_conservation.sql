SELECT file, rows_read || ' ≠ ' || inserted + updated + unchanged + quarantined + furniture AS counts
FROM meta.load
WHERE rows_read <> inserted + updated + unchanged + quarantined + furniture
ORDER BY file
