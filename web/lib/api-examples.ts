/** A way to ask the API, as text to copy. */
export interface ApiExample {
  /** of the program or language, the same in every language */
  name: string;
  code: string;
}

/**
 * How to ask the API from a shell, Python, Excel and R.
 * @param origin of the server, e.g. `http://127.0.0.1:8420`
 */
export function apiExamples(origin: string): ApiExample[] {
  const data = `${origin}/api/v1/queries/port_stock/data`;
  return [
    {
      name: 'curl',
      code: `coalface tokens add script --scope sql
export COALFACE_TOKEN=coalface_…
curl -fsS -H "Authorization: Bearer $COALFACE_TOKEN" -H "Accept: text/csv" \\
  "${data}?from=-12mo" -o port_stock.csv
curl -fsS -H "Authorization: Bearer $COALFACE_TOKEN" -H "Content-Type: application/json" \\
  -d '{"sql": "SELECT day, sum(net_t) AS net_t FROM sales.delivery WHERE day >= $from::DATE GROUP BY day", "params": {"from": "2012-06-01"}}' \\
  ${origin}/api/v1/sql`,
    },
    {
      name: 'Python (pyarrow)',
      code: `import os, urllib.request
import pyarrow as pa

request = urllib.request.Request("${data}?from=-12mo", headers={
    "Authorization": "Bearer " + os.environ["COALFACE_TOKEN"],
    "Accept": "application/vnd.apache.arrow.stream",
})
with urllib.request.urlopen(request) as answer:
    table = pa.ipc.open_stream(answer).read_all()
print(answer.headers["coalface-snapshot"], table.num_rows)`,
    },
    {
      name: 'Excel / Power Query',
      code: `let
  Answer = Web.Contents("${origin}", [
    RelativePath = "api/v1/queries/port_stock/data",
    Query = [from = "-12mo"],
    Headers = [Accept = "text/csv", Authorization = "Bearer coalface_…"]
  ]),
  Table = Table.PromoteHeaders(Csv.Document(Answer, [Delimiter = ",", Encoding = 65001]), [PromoteAllScalars = true])
in
  Table`,
    },
    {
      name: 'R',
      code: `library(httr2)
answer <- request("${data}") |>
  req_url_query(from = "-12mo") |>
  req_headers(Accept = "application/vnd.apache.arrow.stream") |>
  req_auth_bearer_token(Sys.getenv("COALFACE_TOKEN")) |>
  req_perform()
table <- arrow::read_ipc_stream(resp_body_raw(answer))`,
    },
  ];
}
