/*
title: { zh: 可选项, en: Choices }
answers: { zh: 参数里可以填哪些客户、省份、行业、煤种、港口?, en: 'Which customers, provinces, industries, grades and ports can a parameter name?' }
params:
  of:
    type: enum
    values: [account, region, industry, grade, port]
    labels:
      account: { zh: 客户, en: Customers }
      region: { zh: 省份, en: Provinces }
      industry: { zh: 行业, en: Industries }
      grade: { zh: 煤种, en: Grades }
      port: { zh: 港口, en: Ports }
    default: account
    label: { zh: 类别, en: Kind }
columns:
  value: { zh: 编号, en: Code }
  name: { zh: 名称, en: Name (Chinese) }
  name_en: { zh: 英文名, en: Name }
roles: [leader, strategist, analyst]
tags: [parameters]
*/
WITH known AS (
  SELECT 'account' AS of, account_id AS value, coalesce(short_name, name) AS name, NULL AS name_en, 0 AS sort FROM crm.account
  UNION ALL SELECT 'region', province, province, en, 0 FROM ref.province
  UNION ALL SELECT 'industry', industry, industry, en, sort FROM ref.industry
  UNION ALL SELECT 'grade', grade, zh, en, -heat_kcal_kg FROM ref.grade
  UNION ALL SELECT 'port', port, zh, en, 0 FROM ref.port
)
SELECT value, name, name_en
FROM known
WHERE of = $of
ORDER BY sort, name COLLATE zh, value
