using Alerting.Server.Tests.Access.Matrix;

namespace Alerting.Server.Tests.Audit;

/// <summary>A write, and what the audit log must say of it.</summary>
/// <param name="Route">Its pattern below /api/v1/.</param>
/// <param name="Path">What is called; <c>@name</c> stands for what an earlier answer had as <c>id</c>.</param>
/// <param name="Action">What the entry says was done; null: it changes nothing.</param>
/// <param name="Target">Of the entry, likewise.</param>
/// <param name="Saves">The name under which the id of the answer is kept.</param>
internal sealed record AuditedWrite(
    string Method, string Route, string Path, string? Body, string? Action, string? Target = null, string? Region = null,
    string? Reason = null, string? Saves = null);

/// <summary>
/// Every route that writes, in an order in which all of them succeed. A route that is not here fails the test, so none is added
/// without its entry in the audit log.
/// </summary>
internal static class AuditedRoutes
{
    /// <summary>What is posted most often and tells who reported what by itself.</summary>
    public const string Unaudited = "POST reports";

    private const string Channel =
        """ "channel":{"url":"http://127.0.0.1:9/hidden-path?q=hidden-query","secret":"whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"} """;

    private const string OnCallContact = """
        {"name":"x","regions":["IQ-AN"],
         "channels":[{"url":"http://127.0.0.1:9/hidden-path?q=hidden-query","secret":"whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"}]}
        """;

    public static IReadOnlyList<AuditedWrite> All { get; } =
    [
        new("PUT", "thresholds/{id}", "thresholds/audited", Reasoned(AccessTable.Threshold("IQ-AN")), "threshold.created", "audited",
            "IQ-AN", "why"),
        new("PUT", "thresholds/{id}", "thresholds/audited", AccessTable.Threshold("SE"), "threshold.replaced", "audited"),
        new("POST", "thresholds/{id}/preview", "thresholds/audited/preview", AccessTable.Threshold("SE"), null),
        new("DELETE", "thresholds/{id}", "thresholds/audited?reason=why", null, "threshold.deleted", "audited", "SE", "why"),
        new("POST", "backtests", "backtests", """{"thresholdIds":["any-here"],"regions":["IQ-AN"]}""", null),

        new("PUT", "places/{id}", "places/audited", Reasoned(AccessTable.Place("IQ-AN")), "place.created", "audited", "IQ-AN", "why"),
        new("PUT", "places/{id}", "places/audited", AccessTable.Place("IQ-AN"), "place.replaced", "audited", "IQ-AN"),
        new("DELETE", "places/{id}", "places/audited?reason=why", null, "place.deleted", "audited", "IQ-AN", "why"),
        new("PUT", "places/doubts/{id}", "places/doubts/IQ-AN.ana.hit", """{"decision":"same","reason":"why"}""",
            "name-decision.created", "IQ-AN.ana.hit", "IQ-AN", "why"),
        new("DELETE", "places/doubts/{id}", "places/doubts/IQ-AN.ana.hit?reason=why", null, "name-decision.deleted", "IQ-AN.ana.hit",
            "IQ-AN", "why"),

        new("PUT", "regions/{code}/override", "regions/IQ-AN/override", """{"level":"low","reason":"why"}""", "override.set", "IQ-AN",
            "IQ-AN", "why"),
        new("DELETE", "regions/{code}/override", "regions/IQ-AN/override?reason=why", null, "override.lifted", "IQ-AN", "IQ-AN", "why"),

        // No clock is ahead here; that of one that is has a test of its own.
        new("POST", "regions/{code}/clock", "regions/IQ-AN/clock", """{"reason":"why"}""", null),
        new("POST", "alerts/{id}/acknowledge", "alerts/IQ-AN.any-here.1/acknowledge", """{"note":"why"}""", "alert.acknowledged",
            "IQ-AN.any-here.1", "IQ-AN", "why"),
        new("DELETE", "alerts/{id}/acknowledge", "alerts/IQ-AN.any-here.1/acknowledge", null, "alert.unacknowledged",
            "IQ-AN.any-here.1", "IQ-AN"),
        new("PUT", "alerts/{id}/assignee", "alerts/IQ-AN.any-here.1/assignee", """{"to":"ann","note":"why"}""", "alert.assigned",
            "IQ-AN.any-here.1", "IQ-AN", "why"),
        new("POST", "alerts/{id}/comments", "alerts/IQ-AN.any-here.1/comments", """{"text":"hm"}""", "alert.commented",
            "IQ-AN.any-here.1", "IQ-AN"),
        new("PUT", "alerts/{id}/disposition", "alerts/IQ-AN.any-here.1/disposition", """{"value":"unclear","note":"why"}""",
            "alert.reviewed", "IQ-AN.any-here.1", "IQ-AN", "why"),
        new("POST", "incidents/{incidentId}/join", "incidents/wire:IQ-AN/join", """{"with":"wire:other","reason":"why"}""",
            "incident.joined", "wire:IQ-AN", "IQ-AN", "why"),
        new("POST", "incidents/{incidentId}/part", "incidents/wire:IQ-AN/part", """{"with":"wire:other","reason":"why"}""",
            "incident.parted", "wire:IQ-AN", "IQ-AN", "why"),

        new("POST", "silences", "silences", AccessTable.Silence("IQ-AN"), "silence.created", "@silence", "IQ-AN", Saves: "silence"),
        new("PUT", "silences/{id}", "silences/@silence", AccessTable.Silence("IQ-AN"), "silence.replaced", "@silence", "IQ-AN"),
        new("DELETE", "silences/{id}", "silences/@silence", null, "silence.deleted", "@silence", "IQ-AN"),

        new("PUT", "inhibitions/{id}", "inhibitions/audited", Commented(AccessTable.Inhibition("IQ-AN")), "inhibition.created", "audited",
            "IQ-AN", "why"),
        new("PUT", "inhibitions/{id}", "inhibitions/audited", AccessTable.Inhibition("IQ-AN"), "inhibition.replaced", "audited", "IQ-AN"),
        new("DELETE", "inhibitions/{id}", "inhibitions/audited", null, "inhibition.deleted", "audited", "IQ-AN"),

        new("PUT", "contacts/{id}", "contacts/audited", OnCallContact, "contact.created", "audited", "IQ-AN"),
        new("PUT", "contacts/{id}", "contacts/audited", OnCallContact, "contact.replaced", "audited", "IQ-AN"),
        new("DELETE", "contacts/{id}", "contacts/audited", null, "contact.deleted", "audited", "IQ-AN"),
        new("PUT", "schedules/{id}", "schedules/audited", OnCallRows.Schedule("IQ-AN"), "schedule.created", "audited", "IQ-AN"),
        new("PUT", "schedules/{id}", "schedules/audited", OnCallRows.Schedule("IQ-AN"), "schedule.replaced", "audited", "IQ-AN"),
        new("DELETE", "schedules/{id}", "schedules/audited", null, "schedule.deleted", "audited", "IQ-AN"),
        new("PUT", "policies/{id}", "policies/audited", OnCallRows.Policy("IQ-AN"), "policy.created", "audited", "IQ-AN"),
        new("PUT", "policies/{id}", "policies/audited", OnCallRows.Policy("IQ-AN"), "policy.replaced", "audited", "IQ-AN"),
        new("DELETE", "policies/{id}", "policies/audited", null, "policy.deleted", "audited", "IQ-AN"),

        new("PUT", "subscriptions/{id}", "subscriptions/audited", $$"""{"regions":["IQ-AN"],{{Channel}}}""", "subscription.created",
            "audited", "IQ-AN"),
        new("PUT", "subscriptions/{id}", "subscriptions/audited", $$"""{"name":"x","regions":["IQ-AN"],{{Channel}}}""",
            "subscription.replaced", "audited", "IQ-AN"),
        new("PUT", "subscriptions/{id}", "subscriptions/audited", $$"""{"name":"x","regions":["IQ-AN"],"enabled":false,{{Channel}}}""",
            "subscription.disabled", "audited", "IQ-AN"),
        new("PUT", "subscriptions/{id}", "subscriptions/audited", $$"""{"name":"x","regions":["IQ-AN"],{{Channel}}}""",
            "subscription.enabled", "audited", "IQ-AN"),
        new("POST", "subscriptions/{id}/replay", "subscriptions/audited/replay?fromSeq=1", null, "subscription.replayed", "audited",
            "IQ-AN"),
        new("POST", "subscriptions/{id}/test", "subscriptions/audited/test", null, "subscription.tested", "audited", "IQ-AN"),
        new("DELETE", "subscriptions/{id}", "subscriptions/audited", null, "subscription.deleted", "audited", "IQ-AN"),

        new("POST", "keys", "keys", """{"name":"x","roles":["desk"]}""", "key.created", "@key", Saves: "key"),
        new("POST", "keys/{id}/rotate", "keys/@key/rotate", """{"grace":"PT1H"}""", "key.rotated", "@key"),
        new("POST", "session", "session", "{\"key\":\"@admin\"}", "session.opened"),

        // By a key there is no session to end; by a session it has a test of its own.
        new("DELETE", "session", "session", null, null),
        new("DELETE", "keys/{id}", "keys/@key", null, "key.revoked", "@key"),
    ];

    private static string Commented(string body) => body[..^1] + ""","comment":"why"}""";

    private static string Reasoned(string body) => body[..^1] + ""","reason":"why"}""";
}
