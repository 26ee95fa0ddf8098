namespace Alerting.Console.Shown;

/// <summary>Addresses of pages whose subjects have ids that may hold any character.</summary>
internal static class ReportLinks
{
    /// <summary>The page of an incident.</summary>
    /// <param name="region">Code; null where it is not known.</param>
    public static string Incident(string incidentId, string? region) => "/incident?id=" + Uri.EscapeDataString(incidentId) + Of(region);

    /// <summary>The page on which a report is corrected or retracted.</summary>
    /// <param name="region">Code; null where it is not known.</param>
    public static string Report(string source, string reportId, string? region) =>
        $"/report?source={Uri.EscapeDataString(source)}&id={Uri.EscapeDataString(reportId)}{Of(region)}";

    private static string Of(string? region) => region is null ? "" : "&region=" + Uri.EscapeDataString(region);
}
