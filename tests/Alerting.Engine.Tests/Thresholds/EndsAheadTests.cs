using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Reports;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Thresholds;

/// <summary>Regions below whose clocks are ahead of that of the region above.</summary>
public sealed class EndsAheadTests
{
    private static readonly DateTimeOffset s_start = new(2014, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RegionOutput _output = new();
    private readonly RegionEngine _above = new("IQ", RegionCatalog.Iso, EngineOptions.Default);
    private long _sequence;

    [Fact]
    public void A_window_that_ends_ahead_of_the_clock_raises_once_it_counts_and_another_incident_falls_into_it()
    {
        _above.Apply(0, At(0), new AdoptInput([new("four", 1, Four, default, "", null)]), _output);

        // The window that ends in two minutes has four, those that end by now have two at most.
        Take(0, 2, 2);
        Take(0, -30, -30);
        Assert.Empty(_output.Revisions);

        Take(3, -29);

        var raised = Assert.Single(_output.Revisions);
        Assert.Equal((5.0, s_start.AddMinutes(2)), (raised.Measure.Value, raised.Measure.To));
    }

    private static Threshold Four => new()
    {
        Id = "four",
        Name = "Four",
        Scope = new Scope(["IQ"], Depth.Root),
        Measure = Measure.Incidents,
        Window = Duration.Parse("PT1H"),
        AtLeast = 4,
        ClearBelow = 1,
        Severity = Severity.Notice,
    };

    private static long At(int minute) => s_start.AddMinutes(minute).UtcTicks;

    private void Take(int now, params int[] minutes)
    {
        _sequence++;
        _above.Apply(
            _sequence, At(now),
            new RollUpInput("IQ-AN", _sequence, [.. minutes.Select((minute, i) => Change($"i{_sequence}-{i}", At(minute)))], null),
            _output);
    }

    private static IncidentChange Change(string id, long at) => new(
        "IQ-AN",
        id,
        new Incident
        {
            IncidentId = id,
            Region = "IQ-AN",
            Kind = "ied",
            Family = Family.Explosion,
            KindWeight = 2,
            OccurredAt = at,
            GradeFactor = 1,
            Weight = 2,
            Sources = ["wire-a"],
        },
        null);
}
