using System.ComponentModel.DataAnnotations;

namespace Alerting;

/// <summary>What <c>/healthz/ready</c> answers.</summary>
/// <param name="Status"><c>ready</c> or <c>not ready</c>.</param>
/// <param name="Reasons">Why it is not ready; empty when it is.</param>
/// <param name="Warnings">What does not keep it from being ready, but should not stay so.</param>
public sealed record Readiness(
    [property: AllowedValues("ready", "not ready")] string Status,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<string> Warnings);
