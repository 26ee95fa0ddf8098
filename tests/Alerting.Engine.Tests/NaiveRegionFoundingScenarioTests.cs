using System.Globalization;
using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Engine.Tests.Oracle;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests;

/// <summary>
/// The oracle must itself read the specification right: the founding scenario leads to the three alerts it is known to lead to.
/// </summary>
public sealed class NaiveRegionFoundingScenarioTests
{
    private readonly SortedDictionary<string, NaiveRegion> _regions = new(StringComparer.Ordinal);
    private readonly NaiveRegion _iraq;

    public NaiveRegionFoundingScenarioTests()
    {
        var options = new EngineOptions { Retention = null };
        _iraq = new NaiveRegion("IQ", RegionCatalog.Iso, options);
        foreach (var code in FoundingScenario.Reports.Select(r => r.Region).Distinct())
        {
            _regions.Add(code, new NaiveRegion(code, RegionCatalog.Iso, options));
        }

        Run();
    }

    [Fact]
    public void Reports_of_one_incident_join()
    {
        var anbar = _regions["IQ-AN"].Incidents;
        var ramadi = anbar[("IQ-AN", "stringer-1:s-0101-1")];
        var fallujah = anbar[("IQ-AN", "wire-a:w-0101-3")];
        var baladRuz = _regions["IQ-DI"].Incidents[("IQ-DI", "wire-a:w-0102-1")];

        Assert.Equal(0.88125, ramadi.GradeFactor);
        Assert.Equal(["wire-a", "stringer-1"], ramadi.Sources);
        Assert.Equal((0.93825, "police-station-seized"), (fallujah.GradeFactor, fallujah.Kind));
        Assert.Equal((0.93825, 19, 37), (baladRuz.GradeFactor, baladRuz.Killed, baladRuz.Wounded));
        Assert.Equal(
            (6, 1, 2, 1),
            (anbar.Count, _regions["IQ-DI"].Incidents.Count, _regions["IQ-BG"].Incidents.Count, _regions["IQ-NI"].Incidents.Count));
    }

    [Fact]
    public void Simultaneous_assaults_are_raised_in_Anbar_follow_the_facts_and_clear()
    {
        Assert.Equal(
        [
            "01 14:10:00 Raised 3 of 3: Fallujah, Khalidiya, Ramadi",
            "01 14:15:00 Updated 3 of 4: Fallujah, Khalidiya, Ramadi",
            "01 14:40:00 Updated 4 of 5: Fallujah, Karmah, Khalidiya, Ramadi",
            "01 14:45:00 Updated 5 of 6: Fallujah, Habbaniyah, Karmah, Khalidiya, Ramadi",
            "01 14:45:01 Updated 4 of 5: Fallujah, Karmah, Khalidiya, Ramadi",
            "01 16:25:00 Cleared 4 of 5: Fallujah, Karmah, Khalidiya, Ramadi",
        ], Told(_regions["IQ-AN"], "IQ-AN.simultaneous-assaults.1"));
    }

    [Fact]
    public void A_mass_casualty_is_raised_in_Diyala_with_the_best_figures_and_never_their_sum()
    {
        Assert.Equal(
        [
            "02 18:30:00 Raised 12 of 1: Balad Ruz",
            "02 18:40:00 Updated 12 of 1: Balad Ruz",
            "02 18:40:00 Updated 19 of 1: Balad Ruz",
            "03 18:45:00 Cleared 19 of 1: Balad Ruz",
        ], Told(_regions["IQ-DI"], "IQ-DI.mass-casualty.1"));
    }

    [Fact]
    public void Several_regions_are_raised_once_in_Iraq_at_the_fourth_governorate()
    {
        Assert.Equal(
        [
            "03 11:00:00 Raised 4 of 8: Baghdad, Balad Ruz, Fallujah, Karmah, Khalidiya, Mosul, Ramadi",
            "03 16:00:00 Updated 4 of 4: Baghdad, Balad Ruz, Mosul, Ramadi",
            "05 08:30:00 Cleared 4 of 4: Baghdad, Balad Ruz, Mosul, Ramadi",
        ], Told(_iraq, "IQ.several-regions.1"));
    }

    [Fact]
    public void Nothing_else_is_raised()
    {
        Assert.Equal(
            ["IQ-AN.simultaneous-assaults.1", "IQ-DI.mass-casualty.1", "IQ.several-regions.1"],
            _regions.Values.Append(_iraq).SelectMany(r => r.Revisions).Select(r => r.AlertId).Distinct().Order(StringComparer.Ordinal));
        Assert.All(
            _regions.Values.Append(_iraq),
            r => Assert.Equal((ThreatLevel.Low, ThreatLevel.Low, null), (r.ComputedLevel, r.ShownLevel, r.NextDeadline)));
    }

    private static IEnumerable<string> Told(NaiveRegion region, string alertId) => region.Revisions
        .Where(r => r.AlertId == alertId)
        .Select(r =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Instants.FromTicks(r.At).ToOffset(TimeSpan.FromHours(3)):dd HH:mm:ss} {r.Change} {r.Value} of "
                + $"{r.Evidence.Count}: {string.Join(", ", r.Towns)}"));

    private void Run()
    {
        var start = FoundingScenario.Reports[0].OccurredAt.UtcTicks;
        var adopt = new AdoptInput(
            [
                .. FoundingScenario.DefaultThresholds.Select(t =>
                    new ThresholdVersion(t.Id, 1, t, Instants.FromTicks(start), "installation", null))
            ]);
        foreach (var region in _regions.Values.Append(_iraq))
        {
            region.Apply(start, adopt);
        }

        var now = start;
        var sequence = 0L;
        foreach (var report in FoundingScenario.Reports)
        {
            now = Math.Max(now, report.OccurredAt.UtcTicks);
            var region = _regions[report.Region];
            var before = region.Incidents;
            region.Apply(now, new ReportInput(report));
            _iraq.Apply(
                now,
                new RollUpInput(
                    report.Region, ++sequence, Changes(before, region.Incidents, report.Revision > 1 ? "correction" : null),
                    new ChildSummary(region.ShownLevel)));
        }

        foreach (var (code, region) in _regions)
        {
            region.Advance(now + (60 * TimeSpan.TicksPerDay));
            _iraq.Apply(now, new RollUpInput(code, ++sequence, [], new ChildSummary(region.ShownLevel)));
        }

        _iraq.Advance(now + (60 * TimeSpan.TicksPerDay));
    }

    private static IncidentChange[] Changes(
        IReadOnlyDictionary<(
            string Region, string Id), Incident> before, IReadOnlyDictionary<(string Region, string Id), Incident> after, string? cause) =>
        [
            .. before.Keys.Except(after.Keys).Select(k => new IncidentChange(k.Region, k.Id, null, cause)),
            .. after.Select(i => new IncidentChange(i.Key.Region, i.Key.Id, i.Value, cause))
        ];
}
