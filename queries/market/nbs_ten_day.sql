/*
title: { zh: '国家统计局旬度煤炭价格(真实公开数据,与示例无关)', en: 'NBS ten-day coal prices (real public figures, apart from the sample)' }
answers: { zh: 国家统计局公布的旬度煤价是多少?, en: What ten-day coal prices does the National Bureau of Statistics publish? }
columns:
  period_start: { zh: 旬初, en: First day }
  period_end: { zh: 旬末, en: Last day }
  q5800: { zh: '大同混煤(5800大卡)', en: 'Datong blend (5800 kcal)', unit: cny_t }
  q5500: { zh: '山西优混(5500大卡)', en: 'Shanxi premium blend (5500 kcal)', unit: cny_t }
  q5000: { zh: '山西大混(5000大卡)', en: 'Shanxi blend (5000 kcal)', unit: cny_t }
  q4500: { zh: '普通混煤(4500大卡)', en: 'Ordinary blend (4500 kcal)', unit: cny_t }
  note: { zh: 出处, en: Source }
chart: { type: line, x: period_end, y: [q5800, q5500, q5000, q4500] }
roles: [strategist, analyst]
tags: [price, reference]
*/
SELECT period_start, period_end,
  any_value(value) FILTER (series = 'NBS.Q5800')::DECIMAL(10, 2) AS q5800,
  any_value(value) FILTER (series = 'NBS.Q5500')::DECIMAL(10, 2) AS q5500,
  any_value(value) FILTER (series = 'NBS.Q5000')::DECIMAL(10, 2) AS q5000,
  any_value(value) FILTER (series = 'NBS.Q4500')::DECIMAL(10, 2) AS q4500,
  any_value(note) AS note
FROM market.latest
WHERE series IN ('NBS.Q5800', 'NBS.Q5500', 'NBS.Q5000', 'NBS.Q4500')
GROUP BY period_start, period_end
ORDER BY period_end
