SELECT file, rows_read || ' read,' AS read, inserted + updated + unchanged + quarantined + furniture || ' accounted for' AS sum
FROM meta.load
WHERE rows_read <> inserted + updated + unchanged + quarantined + furniture
ORDER BY file
