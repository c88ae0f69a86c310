// An SQS server for tests: fauxqs, which looks at no signature, behind a gate that does, with AWS's own implementation of the algorithm (the one of its SDK
// for JavaScript). Prints its address. The gate counts the calls of each queue, and can be told to misbehave.
//   POST /__queue {name, attributes}   makes a queue; one called signed-… takes nothing that is not signed
//   GET  /__queue?name=…               {calls: [{action, entries, visibility}], messages: [bodies that are there, hidden ones too]}
//   POST /__mode {name, action, mode}  what the calls of that action meet from now on: good, error, html, garbage, odd, silent, cut, lost, partial, hasty
import http from 'node:http';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '@aws-crypto/sha256-js';
import { buildApp } from 'fauxqs';

const credentials = { accessKeyId: 'AKIDTEST', secretAccessKey: 'test/secret+key', sessionToken: 'test//session+token==' };
const signer = new SignatureV4({ credentials, region: 'eu-west-1', service: 'sqs', sha256: Sha256, applyChecksum: false });
const app = buildApp({ logger: false });
await app.ready();
const queues = new Map();

const ask = async (action, body) => {
    const answer = await app.inject({
        method: 'POST', url: '/', headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}`, host: 'inner:1' },
        payload: JSON.stringify(body),
    });
    return { status: answer.statusCode, body: answer.body };
};

async function complaint(request, body) {
    const parts = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]+)$/.exec(request.headers.authorization ?? '');
    if (!parts) return 'MissingAuthenticationToken';
    const names = parts[2].split(';');
    for (const needed of ['host', 'x-amz-date', 'x-amz-target', 'content-type', 'x-amz-security-token']) if (!names.includes(needed)) return 'SignatureDoesNotMatch';
    const at = new Date(request.headers['x-amz-date'].replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
    const { 'x-amz-security-token': token, ...headers } = Object.fromEntries(names.map((name) => [name, request.headers[name]]));
    if (token !== credentials.sessionToken) return 'InvalidClientTokenId';
    const expected = await signer.sign(
        { method: 'POST', protocol: 'http:', hostname: request.headers.host, path: request.url, query: {}, headers, body }, { signingDate: at });
    return expected.headers.authorization === request.headers.authorization ? undefined : 'SignatureDoesNotMatch';
}

const fault = (response, status, name) => response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' })
    .end(JSON.stringify({ __type: `com.amazonaws.sqs#${name}`, message: 'secret words of the server' }));

async function control(request, url, body, response) {
    if (request.method === 'POST' && url.pathname === '/__queue') {
        const { name, attributes } = JSON.parse(body);
        const made = JSON.parse((await ask('CreateQueue', { QueueName: name, Attributes: attributes ?? {} })).body);
        queues.set(name, { inner: made.QueueUrl, calls: [], modes: new Map() });
        return response.end(`http://127.0.0.1:${gate.address().port}/000000000000/${name}`);
    }
    if (url.pathname === '/__mode') {
        const { name, action, mode } = JSON.parse(body);
        queues.get(name).modes.set(action, mode);
        return response.end();
    }
    const name = url.searchParams.get('name');
    const { messages } = JSON.parse((await app.inject({ method: 'GET', url: `/_fauxqs/queues/${name}` })).body);
    const bodies = [...messages.ready, ...messages.delayed, ...messages.inflight.map((one) => one.message)].map((one) => one.body);
    return response.end(JSON.stringify({ calls: queues.get(name).calls, messages: bodies }));
}

const gate = http.createServer(async (request, response) => {
    const chunks = [];
    try {
        for await (const chunk of request) chunks.push(chunk);
    } catch {
        return; // whoever sent it has left
    }
    const body = Buffer.concat(chunks).toString();
    const url = new URL(request.url, 'http://gate');
    if (url.pathname.startsWith('/__')) return control(request, url, body, response);
    const action = (request.headers['x-amz-target'] ?? '').replace('AmazonSQS.', '');
    const parameters = JSON.parse(body);
    const name = parameters.QueueUrl.split('/').at(-1);
    const queue = queues.get(name);
    if (!queue || request.headers['content-type'] !== 'application/x-amz-json-1.0') return fault(response, 400, queue ? 'InvalidAction' : 'QueueDoesNotExist');
    const wrong = name.startsWith('signed-') && action !== 'SendMessage' ? await complaint(request, body).catch((failure) => String(failure)) : undefined;
    if (wrong) return fault(response, 403, wrong);
    const mode = queue.modes.get(action) ?? 'good';
    queue.calls.push({ action, entries: parameters.Entries?.length, visibility: parameters.Entries?.[0].VisibilityTimeout });
    if (mode === 'error') return fault(response, 500, 'InternalFailure');
    if (mode === 'html') return response.writeHead(503, { 'content-type': 'text/html' }).end('<html>secret words of the server</html>');
    if (mode === 'garbage') return response.writeHead(200).end('{"Messages": [secret words of the server');
    if (mode === 'odd') return response.writeHead(200).end(JSON.stringify({ Messages: [{ Body: 'secret words of the server' }] }));
    if (mode === 'silent') return;
    if (mode === 'cut') return response.destroy();
    if (mode === 'hasty') parameters.VisibilityTimeout = 2; // whatever was asked for: it comes again soon
    const failing = mode === 'partial' ? parameters.Entries.splice(Math.ceil(parameters.Entries.length / 2)) : [];
    const answer = await ask(action, { ...parameters, QueueUrl: queue.inner });
    if (mode === 'lost') return response.destroy();
    if (failing.length > 0) {
        const failed = failing.map((entry) => ({ Id: entry.Id, SenderFault: false, Code: 'InternalError' }));
        answer.body = JSON.stringify({ ...JSON.parse(answer.body), Failed: failed });
    }
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(answer.body);
});
gate.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${gate.address().port}`));
process.stdin.on('close', () => process.exit()).resume();
