// Reads CloudEvents (a JSON array of them) as the CNCF's own SDK does, each in structured mode, and strictly. Prints each as it understood it.
import { CloudEvent, HTTP } from 'cloudevents';

for (const one of JSON.parse(process.argv[2])) {
  const event = HTTP.toEvent({ headers: { 'content-type': 'application/cloudevents+json' }, body: JSON.stringify(one) });
  console.log(JSON.stringify(new CloudEvent({ ...event }, true).toJSON()));
}
