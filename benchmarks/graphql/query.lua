-- wrk -s query.lua URL -- NAME: posts one of the four queries, and prints what the table needs
local queries = {
  flat = '{ items { id name description price quantity isActive category color weight rank } }',
  nested = '{ users(first: 20) { id name posts { id title author { id name } } } }',
  tiny = '{ ping }',
  invalid = '{ items { id name nope } }',
}

wrk.method = 'POST'
wrk.headers['Content-Type'] = 'application/json'
wrk.headers['Accept'] = 'application/json'

function init(args)
  wrk.body = '{"query":"' .. queries[args[1]] .. '"}'
end

function done(summary, latency)
  io.write(string.format('RESULT %.0f %.2f %d %d\n', summary.requests / (summary.duration / 1e6), latency:percentile(99) / 1000,
    summary.requests, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
