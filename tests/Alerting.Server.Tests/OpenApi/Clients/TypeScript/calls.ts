// A client's day: every call of the API through types that openapi-typescript makes of its description.
import assert from "node:assert/strict";
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Schemas = components["schemas"];

const { ALERTING_URL: server, ALERTING_KEY: key, ALERTING_HOOK: hook } = process.env;
assert(server && key && hook);
const secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";
const now = new Date();
const day = 24 * 3600 * 1000;
const at = (offset: number) => new Date(now.getTime() + offset).toISOString();

const api = createClient<paths>({ baseUrl: server, headers: { authorization: `Bearer ${key}` } });
const called: Middleware = {
  onResponse: ({ schemaPath, request, response }) => {
    if (response.ok) {
      console.log(`${request.method} ${schemaPath}`);
    }
  },
};
api.use(called);

/** What was answered; of a refusal the problem is told. */
async function read<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  assert(response.ok, `${response.url} -> ${response.status} ${JSON.stringify(error)}`);
  return data as T;
}

const scope: Schemas["ScopeBody"] = { regions: ["IQ"], depth: "leaf" };
const threshold: Schemas["ThresholdBody"] = {
  scope,
  match: { families: ["attack-on-security-forces"] },
  measure: "towns",
  window: "PT2H",
  atLeast: 2,
  updateEvery: "PT0.5S",
  severity: "severe",
};
const report = (reportId: string, town: string, kind = "armed-assault"): Schemas["ReportBody"] => ({
  reportId, source: "wire-a", region: "IQ-AN", town, kind, occurredAt: at(0), grade: "B2", location: { lat: 33.4, lon: 43.3 },
});

async function probes(): Promise<void> {
  assert.equal(await read(api.GET("/healthz/live", { parseAs: "text" })), "live");
  assert.equal((await read(api.GET("/healthz/ready"))).status, "ready");
}

async function subscribe(): Promise<void> {
  const id = { path: { id: "desk" }, header: { "If-None-Match": "*" } };
  const body: Schemas["SubscriptionBody"] = {
    regions: ["IQ"],
    changes: ["raised", "acknowledged"],
    channel: { url: hook!, secret },
  };
  assert.equal((await read(api.PUT("/api/v1/subscriptions/{id}", { params: id, body }))).minSeverity, "notice");
}

async function thresholds(): Promise<void> {
  const params = { path: { id: "typed" } };
  assert.equal((await read(api.PUT("/api/v1/thresholds/{id}", { params, body: threshold }))).window, "PT2H");
  assert.deepEqual((await read(api.GET("/api/v1/thresholds/{id}", { params }))).match.families, ["attack-on-security-forces"]);
  assert((await read(api.GET("/api/v1/thresholds", { params: { query: { limit: 1000 } } }))).items.some((t) => t.baseline === "P28D"));
  const query = { days: 7, clock: "occurred" as const };
  const preview = await read(api.POST("/api/v1/thresholds/{id}/preview", { params: { ...params, query }, body: threshold }));
  assert.equal(preview.clock, "occurred");
  assert.equal(preview.byChance.permutations, 200);
  assert.equal(preview.inForceVersion, 1);
  const short = { path: { id: "short" } };
  await read(api.PUT("/api/v1/thresholds/{id}", { params: short, body: threshold }));
  await read(api.DELETE("/api/v1/thresholds/{id}", { params: { ...short, query: { reason: "a test" } } }));
  const versions = await read(api.GET("/api/v1/thresholds/{id}/versions", { params: short }));
  assert.deepEqual(versions.items.map((v) => v.definition?.scope.depth ?? null), ["leaf", null]);
}

async function reports(): Promise<Schemas["Alert"]> {
  const answer = await read(api.POST("/api/v1/reports", { body: [report("1", "Ramadi"), report("2", "Hit"), report("3", "Hit", "no-such-kind")] }));
  assert("results" in answer);
  assert.deepEqual(answer.results.map((r) => r.error?.type ?? r.outcome), ["accepted", "accepted", "unknown-kind"]);
  const again = await read(api.POST("/api/v1/reports", { body: report("1", "Ramadi") }));
  assert("results" in again && again.duplicates === 1);
  for (;;) {
    const alerts = await read(api.GET("/api/v1/alerts", { params: { query: { status: "open", region: ["IQ-AN", "IQ-DI"], minSeverity: "severe" } } }));
    const alert = alerts.items.find((a) => a.threshold.id === "typed");
    if (alert) {
      assert.equal(alert.endedAt, null);
      return alert;
    }
  }
}

async function regions(): Promise<void> {
  const params = { path: { code: "IQ-AN" } };
  const body: Schemas["OverrideBody"] = { level: "critical", reason: "a test", expiresAt: at(day) };
  await read(api.PUT("/api/v1/regions/{code}/override", { params, body }));
  assert.equal((await read(api.GET("/api/v1/regions/{code}/override", { params }))).level, "critical");
  const region = await read(api.GET("/api/v1/regions/{code}", { params }));
  assert("code" in region && region.trend === "rising" && region.override?.author);
  const list = await read(api.GET("/api/v1/regions", { params: { query: { parent: "IQ", minLevel: "critical", all: false } } }));
  assert("items" in list && list.items[0]?.code === "IQ-AN");
  const geo = await read(api.GET("/api/v1/regions", { headers: { accept: "application/geo+json" } }));
  assert("features" in geo && geo.features[0]?.properties.code);
  const incidents = await read(api.GET("/api/v1/regions/{code}/incidents", { params }));
  assert.equal(incidents.items[0]?.reports[0]?.grade, "B2");
  const path = { code: "IQ-AN", incidentId: incidents.items[0]?.incidentId ?? "" };
  const reports = await read(api.GET("/api/v1/regions/{code}/incidents/{incidentId}/reports", { params: { path } }));
  assert.equal(reports.items[0]?.grade, "B2");
  const query = { region: "IQ-AN" };
  const incident = await read(api.GET("/api/v1/incidents/{incidentId}", { params: { path: { incidentId: path.incidentId }, query } }));
  const { source, reportId } = incident.reports[0] ?? {};
  const sent = await read(
    api.GET("/api/v1/reports/{source}/{reportId}", { params: { path: { source: source ?? "", reportId: reportId ?? "" }, query } }),
  );
  assert.equal(sent.incident, path.incidentId);
  assert.equal((await read(api.GET("/api/v1/regions/{code}/history", { params }))).items[0]?.to, "critical");
  const series = await read(api.GET("/api/v1/regions/{code}/series", { params: { ...params, query: { step: "PT1H", fields: ["level", "killed"] } } }));
  const last = series.points[series.points.length - 1];
  assert.deepEqual([last?.level, last?.levelNumber, last?.score, last?.killed === null], ["critical", 5, null, false]);
  await read(api.DELETE("/api/v1/regions/{code}/override", { params }));
  assert.deepEqual((await read(api.POST("/api/v1/regions/{code}/clock", { params, body: { reason: "a test" } }))).items, []);
  const outlines = await read(api.GET("/api/v1/boundaries", { params: { query: { parent: "IQ", detail: "low" } } }));
  assert(outlines.features.some((outline) => outline.properties.code === "IQ-AN" && "type" in outline.geometry));
  assert((await read(api.GET("/api/v1/kinds"))).items.some((kind) => kind.family === "attack-on-civilians" && kind.acled));
}

async function alerts(id: string): Promise<void> {
  const params = { path: { id } };
  const acknowledged = await read(api.POST("/api/v1/alerts/{id}/acknowledge", { params, body: { note: "seen" } }));
  assert.equal(acknowledged.acknowledged?.note, "seen");
  assert.equal((await read(api.GET("/api/v1/alerts/{id}", { params }))).status, "open");
  const raised = await read(api.GET("/api/v1/alerts/series", { params: { query: { region: ["IQ"], minSeverity: "severe", threshold: "typed" } } }));
  assert.equal(raised.points.reduce((sum, point) => sum + (point.total ?? 0), 0), 1);
  assert.equal((await read(api.DELETE("/api/v1/alerts/{id}/acknowledge", { params }))).acknowledged, null);
  const assigned = await read(api.PUT("/api/v1/alerts/{id}/assignee", { params, body: { to: "ann" } }));
  assert.equal(assigned.assignee?.to, "ann");
  assert.equal((await read(api.POST("/api/v1/alerts/{id}/comments", { params, body: { text: "hm" } }))).comment, "hm");
  const reviewed = await read(api.PUT("/api/v1/alerts/{id}/disposition", { params, body: { value: "true-alarm" } }));
  assert.equal(reviewed.disposition?.value, "true-alarm");
  const threshold = { path: { id: reviewed.threshold.id }, query: { days: 7 } };
  assert((await read(api.GET("/api/v1/thresholds/{id}/record", { params: threshold }))).total.reviewed > 0);
  const handover = await read(api.GET("/api/v1/handover", { params: { query: { regions: ["IQ"] } } }));
  assert(typeof handover !== "string" && handover.unacknowledged.some((open) => open.alertId === id));
  const timeline = await read(api.GET("/api/v1/alerts/{id}/timeline", { params }));
  assert(timeline.items.some((item) => item.kind === "act" && item.text === "hm"));
  assert.equal((await read(api.GET("/api/v1/alerts/{id}/revisions", { params }))).items[0]?.change, "raised");
  assert.deepEqual((await read(api.GET("/api/v1/alerts/{id}/escalation", { params }))).items, []);
  const query = { region: ["IQ"], minSeverity: "notice" as const, lang: "fr" as const };
  const feed = await read(api.GET("/api/v1/feeds/cap.atom", { params: { query }, parseAs: "text" }));
  assert(feed.includes(`/${id}/revisions/1/cap.xml`));
  const revision = { path: { id, n: "1" } };
  const document = await read(api.GET("/api/v1/alerts/{id}/revisions/{n}/cap.xml", { params: revision, parseAs: "text" }));
  assert(document.includes("<msgType>Alert</msgType>"));
}

async function subscriptions(): Promise<void> {
  const params = { path: { id: "desk" } };
  const query = { status: "delivered" as const };
  while ((await read(api.GET("/api/v1/subscriptions/{id}/deliveries", { params: { ...params, query } }))).items.length === 0);
  assert((await read(api.POST("/api/v1/subscriptions/{id}/replay", { params, body: { fromSeq: 1 } }))).replayed > 0);
  assert((await read(api.POST("/api/v1/subscriptions/{id}/test", { params }))).delivered);
  assert.deepEqual((await read(api.GET("/api/v1/subscriptions/{id}", { params }))).changes, ["raised", "acknowledged"]);
  assert.equal((await read(api.GET("/api/v1/subscriptions"))).items.length, 1);
  await read(api.DELETE("/api/v1/subscriptions/{id}", { params }));
}

async function backtests(): Promise<void> {
  const draft: Schemas["DraftBody"] = { ...threshold, id: "draft" };
  const given: Schemas["BacktestReportBody"][] = [{ ...report("1", "Ramadi"), receivedAt: at(1000) }, report("2", "Hit")];
  const query = { include: ["revisions" as const] };
  const answer = await read(api.POST("/api/v1/backtests", { params: { query }, body: { thresholds: [draft], reports: given } }));
  assert.equal(answer.alerts[0]?.revisions?.[0]?.change, "raised");
  assert.equal(answer.levels, undefined);
}

async function places(): Promise<void> {
  const params = { path: { id: "ramadi" } };
  const body: Schemas["PlaceBody"] = { name: "Ramadi", aliases: ["Ar Rumadi"], region: "IQ-AN" };
  assert.equal((await read(api.PUT("/api/v1/places/{id}", { params, body }))).name, "Ramadi");
  assert.deepEqual((await read(api.GET("/api/v1/places/{id}", { params }))).aliases, ["Ar Rumadi"]);
  assert.equal((await read(api.GET("/api/v1/places", { params: { query: { region: "IQ" } } }))).items.length, 1);
  await read(api.DELETE("/api/v1/places/{id}", { params }));
  assert.equal((await read(api.GET("/api/v1/places/{id}/versions", { params }))).items.length, 2);
  const pair = { path: { id: "IQ-AN.anah.hit" } };
  assert.equal((await read(api.GET("/api/v1/places/doubts"))).items.length, 0);
  await read(api.PUT("/api/v1/places/doubts/{id}", { params: pair, body: { decision: "different" } }));
  assert.equal((await read(api.GET("/api/v1/places/doubts/{id}", { params: pair }))).decision, "different");
  assert.equal((await read(api.GET("/api/v1/places/decisions"))).items.length, 1);
  await read(api.DELETE("/api/v1/places/doubts/{id}", { params: pair }));
  assert.equal((await read(api.GET("/api/v1/places/doubts/{id}/versions", { params: pair }))).items.length, 2);
  const incidents = await read(api.GET("/api/v1/regions/{code}/incidents", { params: { path: { code: "IQ-AN" } } }));
  const [incidentId, other] = incidents.items.map((i) => i.incidentId);
  const of = { path: { incidentId: incidentId ?? "" }, query: { region: "IQ-AN" } };
  const joined = await read(api.POST("/api/v1/incidents/{incidentId}/join", { params: of, body: { with: other ?? "" } }));
  assert.equal(joined.reports.length, 2);
  const parted = await read(api.POST("/api/v1/incidents/{incidentId}/part", { params: of, body: { with: other ?? "" } }));
  assert.equal(parted.reports.length, 1);
}

async function silences(): Promise<void> {
  const schedule = { rrule: "FREQ=WEEKLY;BYDAY=SA", duration: "PT8H", timeZone: "Asia/Baghdad" };
  const made = await read(api.POST("/api/v1/silences", { body: { comment: "exercise", schedule } }));
  assert.equal(made.schedule?.timeZone, "Asia/Baghdad");
  const params = { path: { id: made.id } };
  const once: Schemas["SilenceBody"] = { comment: "exercise", regions: ["IQ"], endsAt: at(day) };
  assert.equal((await read(api.PUT("/api/v1/silences/{id}", { params, body: once }))).status, "active");
  assert.deepEqual((await read(api.GET("/api/v1/silences/{id}", { params }))).regions, ["IQ"]);
  assert.equal((await read(api.GET("/api/v1/silences", { params: { query: { status: "active" } } }))).items.length, 1);
  assert.equal((await read(api.GET("/api/v1/silences/{id}/held", { params }))).items.length, 0);
  await read(api.DELETE("/api/v1/silences/{id}", { params }));
  assert.equal((await read(api.GET("/api/v1/silences/{id}/versions", { params }))).items.length, 3);
}

async function inhibitions(): Promise<void> {
  const params = { path: { id: "storm" } };
  const body: Schemas["InhibitionBody"] = { source: { minSeverity: "critical" }, target: {}, where: "below", regions: ["IQ"] };
  const made = await read(api.PUT("/api/v1/inhibitions/{id}", { params, body }));
  assert.equal(made.target.maxSeverity, "severe");
  assert.equal((await read(api.GET("/api/v1/inhibitions/{id}", { params }))).version, 1);
  assert.equal((await read(api.GET("/api/v1/inhibitions"))).items.length, 1);
  await read(api.DELETE("/api/v1/inhibitions/{id}", { params }));
  assert.equal((await read(api.GET("/api/v1/inhibitions/{id}/versions", { params }))).items.at(-1)?.definition, null);
}

async function onCall(): Promise<void> {
  const ann = { params: { path: { id: "ann" } } };
  const person: Schemas["ContactBody"] = { name: "Ann", channels: [{ url: hook!, secret }], regions: ["IQ"] };
  assert.equal((await read(api.PUT("/api/v1/contacts/{id}", { ...ann, body: person }))).channels[0]?.url, hook);
  assert.equal((await read(api.GET("/api/v1/contacts/{id}", ann))).name, "Ann");
  assert.equal((await read(api.GET("/api/v1/contacts"))).items.length, 1);

  const night = { params: { path: { id: "night" } } };
  const layers = [{ contacts: ["ann"], startsAt: at(-day), shift: "P1W" }];
  const schedule = await read(api.PUT("/api/v1/schedules/{id}", { ...night, body: { timeZone: "Asia/Baghdad", layers } }));
  assert.deepEqual(schedule.gaps, []);
  assert.equal((await read(api.GET("/api/v1/schedules/{id}", night))).layers[0]?.shift, "P1W");
  assert.equal((await read(api.GET("/api/v1/schedules"))).items.length, 1);
  const onCall = await read(api.GET("/api/v1/schedules/{id}/on-call", { params: { ...night.params, query: { at: at(0) } } }));
  assert.equal(onCall.now?.name, "Ann");
  assert.equal(onCall.next, null);
  const calendar = await read(api.GET("/api/v1/schedules/{id}.ics", { ...night, parseAs: "text" }));
  assert(calendar.includes("SUMMARY:Ann"));

  const hq = { params: { path: { id: "hq" } } };
  const policy: Schemas["PolicyBody"] = { minSeverity: "severe", steps: [{ after: "PT5M", notify: ["schedule:night", "contact:ann"] }] };
  assert.equal((await read(api.PUT("/api/v1/policies/{id}", { ...hq, body: policy }))).repeat, 0);
  assert.equal((await read(api.GET("/api/v1/policies/{id}", hq))).steps.length, 1);
  assert.equal((await read(api.GET("/api/v1/policies"))).items.length, 1);

  await read(api.DELETE("/api/v1/policies/{id}", hq));
  assert.equal((await read(api.GET("/api/v1/policies/{id}/versions", hq))).items.at(-1)?.definition, null);
  await read(api.DELETE("/api/v1/schedules/{id}", night));
  assert.equal((await read(api.GET("/api/v1/schedules/{id}/versions", night))).items.at(-1)?.definition, null);
  await read(api.DELETE("/api/v1/contacts/{id}", ann));
  assert.equal((await read(api.GET("/api/v1/contacts/{id}/versions", ann))).items[0]?.definition?.name, "Ann");
}

async function keys(): Promise<void> {
  const body: Schemas["KeyBody"] = { name: "desk", roles: ["desk"], regions: ["IQ"], expiresAt: at(day) };
  const made = await read(api.POST("/api/v1/keys", { body }));
  const params = { path: { id: made.id } };
  assert.equal((await read(api.GET("/api/v1/keys/{id}", { params }))).name, "desk");
  assert.equal((await read(api.GET("/api/v1/keys"))).items.length, 2);
  const next = await read(api.POST("/api/v1/keys/{id}/rotate", { params, body: { grace: "PT1H" } }));
  assert(next.key.startsWith("ak_"));
  await read(api.POST("/api/v1/session", { body: { key: next.key } }));
  assert.equal((await read(api.GET("/api/v1/session"))).kind, "key");
  await read(api.DELETE("/api/v1/session"));
  const audited = await read(api.GET("/api/v1/audit", { params: { query: { action: "key", target: made.id } } }));
  assert.deepEqual(audited.items.map((entry) => entry.action), ["key.created", "key.rotated"]);
  assert.deepEqual((await read(api.DELETE("/api/v1/keys/{id}", { params }))).subscriptions, []);
}

async function refusals(): Promise<void> {
  const { error } = await api.GET("/api/v1/alerts/{id}", { params: { path: { id: "none" } } });
  assert.equal(error?.type, "not-found");
}

await probes();
await subscribe();
await thresholds();
const alert = await reports();
await regions();
await alerts(alert.alertId);
await subscriptions();
await backtests();
await places();
await silences();
await inhibitions();
await onCall();
await keys();
await refusals();
