namespace Alerting.Alerts;

/// <summary>Where more of an alert can be read, as references relative to the address of the server (RFC 3986, 4.2).</summary>
/// <param name="Console">The page for people.</param>
/// <param name="Alert">The alert as its last revision has it.</param>
/// <param name="Incidents">The incidents of its evidence, in the order of that list, each with its reports.</param>
public sealed record AlertLinks(string Console, string Alert, IReadOnlyList<string> Incidents)
{
    /// <summary>The links of an alert; they depend on its id and evidence alone.</summary>
    public static AlertLinks Of(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        var id = Uri.EscapeDataString(alert.AlertId);
        return new AlertLinks($"/alerts/{id}", $"/api/v1/alerts/{id}", [.. alert.Evidence.Select(Incident)]);
    }

    private static string Incident(EvidenceItem item) =>
        $"/api/v1/incidents/{Uri.EscapeDataString(item.IncidentId)}?region={Uri.EscapeDataString(item.Region)}";
}
