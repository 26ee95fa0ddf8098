using Alerting.Access;
using Alerting.Grains.Audit;

namespace Alerting.Grains.Tests.Audit;

/// <summary>Records for tests.</summary>
internal static class Records
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static AuditRecord Of(
        int number, string actor = "1", string action = "threshold.created", string target = "t", string? region = null) => new()
        {
            At = Start.AddSeconds(number),
            Actor = new Actor(actor, $"name of {actor}", SubjectKind.Key),
            Action = action,
            Target = target,
            Region = region,
            After = $$"""{"number":{{number}}}""",
            Reason = $"reason {number}",
            Address = "10.0.0.1",
            RequestId = $"r{number}",
        };

    public static AuditBatch Batch(long sequence, params AuditRecord[] records) => new(sequence, records);

    public static AuditQuery All { get; } = new(null, null, null, [], 0, 1_000);
}
