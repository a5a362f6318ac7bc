// The opinions of 1970 as a CASE query over the same file: duckdb.mjs IN OUT THREADS [told]. Says on standard error how many seconds the query took.
// DuckDB finds out by itself what the file holds, or is told the eleven facts that the query reads and passes the others over.
import { DuckDBInstance } from '@duckdb/node-api';

const [input, output, threads, told] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
const facts = `STRUCT(nationality VARCHAR, direction VARCHAR, stage VARCHAR, procedures_completed BOOLEAN, special_situation BOOLEAN, decree_violation BOOLEAN,
  custody_needed BOOLEAN, application VARCHAR, authorization_letter BOOLEAN, serious_political_suspect BOOLEAN, application_insists BOOLEAN)`;
const source = told ? `read_ndjson('${input}', columns = {id: 'VARCHAR', facts: '${facts}'})` : `read_ndjson('${input}')`;
const query = `
COPY (
  WITH cases AS (SELECT id, facts.* FROM ${source}),
  placed AS (SELECT *, nationality = 'dprk' AS korean, stage = 'crossed' AND direction = 'dprk_to_prc' AS came,
               stage = 'resident' OR (stage = 'crossed' AND direction = 'dprk_to_prc') OR (stage IN ('applicant', 'intercepted') AND direction = 'prc_to_dprk') AS here FROM cases)
  SELECT id,
    CASE WHEN korean AND came AND NOT procedures_completed THEN CASE WHEN special_situation THEN 'refer_upward' ELSE 'repatriate' END END AS disposition,
    CASE WHEN korean AND here AND decree_violation THEN 'handle_under_host_law' END AS offence,
    CASE WHEN korean AND here AND decree_violation AND custody_needed THEN 'refer_upward' END AS custody,
    CASE WHEN korean AND application = 'prc_citizenship' THEN 'naturalise_review' END AS nationality,
    CASE WHEN korean AND application = 'return_to_dprk' AND authorization_letter AND NOT serious_political_suspect THEN 'approve_departure'
         WHEN korean AND application = 'capitalist_destination' THEN 'deny_application' END AS application,
    CASE WHEN korean AND application = 'capitalist_destination' AND application_insists THEN 'refer_upward' END AS referral
  FROM placed
) TO '${output}' (FORMAT json)`;
const start = process.hrtime.bigint();
await connection.run(query);
console.error(Number(process.hrtime.bigint() - start) / 1e9);
