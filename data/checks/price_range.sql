SELECT day, grade, low_cny_t, mid_cny_t, high_cny_t
FROM mart.price_day
WHERE low_cny_t > high_cny_t OR mid_cny_t NOT BETWEEN low_cny_t AND high_cny_t
ORDER BY day DESC, grade
