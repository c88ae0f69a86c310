// A mail server that does what the recipient's name says, and tells on stdout, a JSON object a line, what it was given.
import { readFileSync } from 'node:fs';
import { SMTPServer } from 'smtp-server';
import { simpleParser } from 'mailparser';
import ICAL from 'ical.js';

const options = JSON.parse(process.argv[2] ?? '{}');
const say = (what) => process.stdout.write(JSON.stringify(what) + '\n');
const no = (code, text) => Object.assign(new Error(text), { responseCode: code });
const cut = (session) => { for (const connection of server.connections) if (connection.id === session.id) connection._socket.destroy(); };
const stage = { connect: 0 };

const server = new SMTPServer({
  secure: options.security === 'tls',
  hideSTARTTLS: options.security !== 'starttls',
  ...(options.key ? { key: readFileSync(options.key), cert: readFileSync(options.cert) } : {}),
  hideSMTPUTF8: options.ascii === true,
  authMethods: options.auth ? [options.auth] : ['PLAIN'],
  authOptional: !options.auth,
  allowInsecureAuth: true,
  disabledCommands: [...(options.auth ? [] : ['AUTH']), ...(options.security === 'starttls' ? [] : ['STARTTLS'])],
  disableReverseLookup: true,
  logger: false,
  onConnect(session, done) {
    stage.connect++;
    if (options.connect === 'cut') return cut(session);
    done(options.connect ? no(options.connect, 'not today') : null);
  },
  onAuth(auth, session, done) {
    say({ auth: auth.method, secure: session.secure });
    auth.username === 'desk' && auth.password === 'schlüssel' ? done(null, { user: 'desk' }) : done(no(535, '5.7.8 who are you'));
  },
  onMailFrom(address, session, done) {
    session.utf8 = address.args?.SMTPUTF8 ?? false;
    done(options.from ? no(options.from, 'not from you') : null);
  },
  onRcptTo(address, session, done) {
    const [, what, code] = /^(rcpt|cut-rcpt)-?(\d*)/.exec(address.address) ?? [];
    if (what === 'cut-rcpt') return cut(session);
    done(what ? no(Number(code), code === '550' ? '5.1.1 <' + address.address + '> unknown' : 'not this one') : null);
  },
  onData(stream, session, done) {
    const to = session.envelope.rcptTo[0].address;
    const [, what, code] = /^(data|cut-data|cut-end|once)-?(\d*)/.exec(to) ?? [];
    if (what === 'cut-data') { stream.once('data', () => cut(session)); stream.resume(); return; }
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('end', async () => {
      if (what === 'data') return done(no(Number(code), 'not like this'));
      const raw = Buffer.concat(chunks);
      const mail = await simpleParser(raw, { skipTextToHtml: true });
      const calendar = mail.attachments.find((part) => part.contentType === 'text/calendar');
      say({
        mail: {
          to, from: session.envelope.mailFrom.address, utf8: session.utf8, secure: session.secure, raw: raw.toString('utf8'),
          fromName: mail.from?.value?.[0]?.name, toName: mail.to?.value?.[0]?.name, subject: mail.subject, messageId: mail.messageId,
          text: mail.text, html: mail.html, headers: Object.fromEntries(mail.headerLines.map((h) => [h.key, h.line])),
          headerCount: mail.headerLines.length, calendar: calendar ? entry(calendar) : null,
        },
      });
      if (what === 'cut-end') return cut(session);
      done(null, 'taken');
    });
  },
});

function entry(part) {
  const text = part.content.toString('utf8');
  const component = new ICAL.Component(ICAL.parse(text));
  const event = new ICAL.Event(component.getFirstSubcomponent('vevent'));
  const attendee = event.attendees[0];
  return {
    type: part.headers.get('content-type')?.params?.method, method: component.getFirstPropertyValue('method'), uid: event.uid, sequence: event.sequence,
    start: event.startDate.toJSDate().toISOString(), end: event.endDate.toJSDate().toISOString(), summary: event.summary, location: event.location,
    organizer: event.organizer, attendee: attendee.getFirstValue(), attendeeName: attendee.getParameter('cn'),
    status: event.component.getFirstPropertyValue('status'), longest: Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line))),
  };
}

server.on('error', (error) => say({ error: error.message }));
server.listen(options.port ?? 0, '127.0.0.1', () => say({ port: server.server.address().port }));
process.stdin.on('end', () => process.exit(0)).resume();
