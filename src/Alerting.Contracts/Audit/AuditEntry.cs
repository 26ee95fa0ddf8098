using System.Text.Json.Nodes;
using Alerting.Access;

namespace Alerting.Audit;

/// <summary>A change of something, or a refused sign-in, as the audit log keeps it. Never changed, and removed only by age.</summary>
public sealed record AuditEntry
{
    /// <summary>Its position in the audit log, from 1 and without gaps.</summary>
    public required long Seq { get; init; }

    /// <summary>When it was done; entries of different kinds may be in another order than this.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it.</summary>
    public required Actor Actor { get; init; }

    /// <summary>What was done, such as threshold.replaced; see <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>Id of what it was done to; of a refused sign-in the address.</summary>
    public required string Target { get; init; }

    /// <summary>Code of the one region that it concerns; null where it concerns several, or all, or none.</summary>
    public string? Region { get; init; }

    /// <summary>What it was before, as its own route shows it; null where it was not there. Never with secrets.</summary>
    public JsonObject? Before { get; init; }

    /// <summary>What it is since, likewise; null where it is not there any more.</summary>
    public JsonObject? After { get; init; }

    /// <summary>Why, in the words of who did it; null where nothing was said.</summary>
    public string? Reason { get; init; }

    /// <summary>The address from which it was done; null where it was done on the machine itself, or is not known.</summary>
    public string? Address { get; init; }

    /// <summary>Names the request in answers, logs and traces; null where there was none, or many.</summary>
    public string? RequestId { get; init; }
}
