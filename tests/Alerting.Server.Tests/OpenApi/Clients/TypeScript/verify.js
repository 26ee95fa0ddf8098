// Holds a webhook against the library of Standard Webhooks, and one of which something was changed.
import { Webhook } from "standardwebhooks";

const { SECRET, BODY, HEADERS } = process.env;
const webhook = new Webhook(SECRET);
const headers = JSON.parse(HEADERS);
webhook.verify(BODY, headers);
try {
  webhook.verify(BODY + " ", headers);
} catch {
  console.log("verified");
}
