// An S3-compatible server for tests: s3rver, which stores but does not check version 4 signatures, behind a gate that does, with AWS's own implementation
// of the algorithm (the one of its SDK for JavaScript). Prints its address. POST /__mode {"mode": …} makes it misbehave.
import http from 'node:http';
import { mkdtempSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '@aws-crypto/sha256-js';
import S3rver from 's3rver';

const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
const signer = new SignatureV4({ credentials, region: 'us-east-1', service: 's3', sha256: Sha256, uriEscapePath: false, applyChecksum: false });
const store = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory: mkdtempSync('/tmp/doorward-s3-'), configureBuckets: [{ name: 'doorward', configs: [] }] });
const inner = await store.run();
let mode = 'good';

const date = (text) => new Date(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

async function complaint(request, url, body) {
    const names = (list) => Object.fromEntries(list.split(';').map((name) => [name, request.headers[name]]));
    const query = Object.fromEntries(url.searchParams);
    const base = { method: request.method, protocol: 'http:', hostname: url.hostname, path: url.pathname };
    if (query['X-Amz-Signature']) {
        const signed = names(query['X-Amz-SignedHeaders']);
        const { 'X-Amz-Signature': signature, 'X-Amz-Expires': expires, 'X-Amz-Date': at } = query;
        const own = Object.fromEntries(Object.entries(query).filter(([name]) => !name.startsWith('X-Amz-')));
        const unsigned = new Set(['x-amz-content-sha256']);
        const expected = await signer.presign({ ...base, query: own, headers: { ...signed, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
            { expiresIn: Number(expires), signingDate: date(at), unhoistableHeaders: unsigned, unsignableHeaders: unsigned });
        if (expected.query['X-Amz-Signature'] !== signature) return 'SignatureDoesNotMatch';
        return Date.now() > date(at).getTime() + Number(expires) * 1000 ? 'AccessDenied: expired' : undefined;
    }
    const parts = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]+)$/.exec(request.headers.authorization ?? '');
    if (!parts) return 'AccessDenied: anonymous';
    const digest = request.headers['x-amz-content-sha256'];
    if (digest !== createHash('sha256').update(body).digest('hex')) return 'XAmzContentSHA256Mismatch';
    // Amazon wants every x-amz- header signed
    const all = Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'));
    if (!all.every((name) => parts[2].split(';').includes(name))) return 'AccessDenied: unsigned headers';
    const expected = await signer.sign({ ...base, query, headers: names(parts[2]) }, { signingDate: date(request.headers['x-amz-date']) });
    return expected.headers.authorization === request.headers.authorization ? undefined : 'SignatureDoesNotMatch';
}

const gate = http.createServer(async (request, response) => {
    const chunks = [];
    try {
        for await (const chunk of request) chunks.push(chunk);
    } catch {
        return; // whoever sent it has left
    }
    const body = Buffer.concat(chunks);
    if (request.url === '/__mode') {
        mode = JSON.parse(body).mode;
        return response.end();
    }
    const url = new URL(request.url, `http://${request.headers.host}`);
    const wrong = await complaint(request, url, body).catch((failure) => String(failure));
    if (wrong) return response.writeHead(403).end(`<Error><Code>${wrong}</Code></Error>`);
    if (mode === 'down') return response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>');
    if (mode === 'silent') return;
    if (mode === 'bad_copy' && request.headers['x-amz-copy-source']) return response.writeHead(200).end('<Error><Code>InternalError</Code></Error>');
    const onward = http.request({ port: inner.port, host: '127.0.0.1', method: request.method, path: request.url, headers: { ...request.headers, host: `127.0.0.1:${inner.port}` } });
    onward.on('error', () => response.destroy());
    onward.on('response', async (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        if (mode === 'cut' && request.method === 'GET') {
            for await (const chunk of answer) {
                response.write(chunk.subarray(0, Math.floor(chunk.length / 2)));
                return setTimeout(() => response.destroy(), 50);
            }
        }
        answer.pipe(response);
    });
    onward.end(body);
});
gate.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${gate.address().port}`));
process.stdin.on('close', () => process.exit()).resume();
