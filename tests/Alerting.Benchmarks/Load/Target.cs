using System.Globalization;

namespace Alerting.Benchmarks;

/// <summary>Who takes the facts, and in which words.</summary>
/// <param name="Template">The request that tells a fact of a region.</param>
internal sealed record Target(string Name, Uri Url, Func<string, RequestTemplate> Template)
{
    private const string Kind = "checkpoint-set-up";

    /// <summary>The product or what stands in for it: a report without weight, so that no level rises and no alert opens.</summary>
    public static Target Reports(string name, Uri url, string? authorization, string run) => new(name, url, region => RequestTemplate.Post(
        url,
        "/api/v1/reports",
        $$"""{"reportId":"{{run}}-{{RequestTemplate.Id}}","source":"wire-a","region":"{{region}}","town":"Ramadi","kind":"{{Kind}}","occurredAt":"{{RequestTemplate.Instant}}","grade":"F6"}""",
        authorization is null ? "" : $"Authorization: {authorization}\r\n"));

    /// <summary>The same facts as alerts of Alertmanager, one label for each.</summary>
    public static Target Alerts(Uri url, string run) => new("Alertmanager, memory only", url, region => RequestTemplate.Post(
        url,
        "/api/v2/alerts",
        $$"""[{"labels":{"alertname":"{{Kind}}","reportId":"{{run}}-{{RequestTemplate.Id}}","source":"wire-a","region":"{{region}}","town":"Ramadi","grade":"F6"},"startsAt":"{{RequestTemplate.Instant}}"}]"""));

    /// <summary>64 regions of the four countries of the load run.</summary>
    public static IReadOnlyList<string> Regions { get; } = LoadFacts.Regions();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} at {Url}");
}
