using Alerting.Incidents;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>When what a region knows begins: the earliest event time so far, and the instant at which it first had an incident.</summary>
internal sealed record NaiveBeginning(long FirstEventAt, long KnownSince)
{
    public static NaiveBeginning Never { get; } = new(long.MaxValue, long.MaxValue);

    public NaiveBeginning With(IReadOnlyCollection<Incident> incidents, long now) => incidents.Count == 0
        ? this
        : new(Math.Min(FirstEventAt, incidents.Min(i => i.OccurredAt)), Math.Min(KnownSince, now));

    public NaiveBeginning SetBack(long to) =>
        this == Never ? this : new(Math.Min(FirstEventAt, to), Math.Min(KnownSince, to));
}
