using Alerting.Inhibitions;
using Alerting.Notifications.Inhibitions;
using Alerting.Thresholds;
using CsCheck;
using Xunit;

namespace Alerting.Notifications.Tests.Inhibitions;

/// <summary>Whatever inhibitions there are and whatever is open: the verdicts are those of <see cref="NaiveInhibitions"/>.</summary>
public sealed class InhibitionOracleTests
{
    private static readonly string[] s_regions = ["A", "A/B", "A/B/C", "A/D", "E", "E/F"];
    private static readonly string[] s_thresholds = ["a", "b", "c", "d", "e"];

    private static readonly Gen<string[]> s_someThresholds = OneOf(s_thresholds).Array[0, 2];

    private static readonly Gen<Severity> s_severity = OneOf(Enum.GetValues<Severity>());

    private static readonly Gen<Inhibition> s_rule = Gen.Select(
        s_someThresholds, OneOf(Severity.Notice, Severity.Notice, Severity.Severe), s_someThresholds,
        OneOf(Severity.Critical, Severity.Critical, Severity.Warning),
        Gen.Select(OneOf(InhibitionPlace.Same, InhibitionPlace.Below), OneOf([.. s_regions, "*"]).Array[0, 2]),
        static (sources, min, targets, max, place) => new Inhibition
        {
            Source = new InhibitionSource { Thresholds = sources, MinSeverity = min },
            Target = new InhibitionTarget { Thresholds = targets, MaxSeverity = max },
            Where = place.Item1,
            Regions = place.Item2,
        });

    private static readonly Gen<OpenAlert[]> s_alerts = Gen.Select(
        Gen.Select(OneOf(s_regions), OneOf(s_thresholds), Gen.Int[1, 2], s_severity).Array[0, 16],
        Gen.Int[0, 1_000],
        static (alerts, seed) =>
        {
            // The order in which they were raised is not that of their regions.
            var chosen = alerts.DistinctBy(static one => (one.Item1, one.Item2, one.Item3)).ToArray();
            var seqs = Enumerable.Range(1, chosen.Length).ToArray();
            new Random(seed).Shuffle(seqs);
            return chosen.Select((one, i) => InhibitionSample.Alert(one.Item1, one.Item2, seqs[i], one.Item4, one.Item3)).ToArray();
        });

    private static readonly Gen<OpenAlert> s_revision = Gen.Select(
        OneOf(s_regions), OneOf(s_thresholds), s_severity,
        static (region, threshold, severity) => InhibitionSample.Alert(region, threshold, 99, severity, ordinal: 0));

    private static Gen<T> OneOf<T>(params T[] all) => Gen.Int[0, all.Length - 1].Select(i => all[i]);

    [Fact]
    public void Verdicts_are_those_of_the_contract_in_whatever_order_they_are_asked_for() =>
        Gen.Select(s_rule.Array[0, 6], s_alerts, s_revision, Gen.Int[0, 1_000]).Sample(
            static (rules, alerts, revision, seed) =>
            {
                var naive = new NaiveInhibitions(rules, alerts);
                var active = InhibitionSample.Set(rules).Over(InhibitionSample.Open(alerts));
                var order = Enumerable.Range(0, alerts.Length).ToArray();
                new Random(seed).Shuffle(order);
                foreach (var i in order)
                {
                    Assert.Equal(naive.Of(i), InhibitionSample.Shown(active, alerts[i]));
                }

                Assert.Equal(naive.ByOf(revision), InhibitionSample.Shown(active, revision));
            },
            iter: 20_000);

    [Fact]
    public void What_is_learnt_of_changes_is_what_is_open() =>
        Gen.Select(s_alerts, Gen.Select(Gen.Int[0, 99], Gen.Bool, s_severity).Array[0, 30]).Sample(
            static (alerts, changes) =>
            {
                var expected = new Dictionary<string, OpenAlert>(StringComparer.Ordinal);
                var open = OpenAlerts.None;
                var head = 0;
                foreach (var (pick, ends, severity) in alerts.Length == 0 ? [] : changes)
                {
                    var alert = alerts[pick % alerts.Length] with { Severity = severity };
                    open = open.With(++head, ends ? [alert.AlertId] : [], ends ? [] : [alert]);
                    if (ends)
                    {
                        expected.Remove(alert.AlertId);
                    }
                    else
                    {
                        expected[alert.AlertId] = alert;
                    }
                }

                Assert.Equal(head, open.Head);
                Assert.Equal(
                    expected.Values.OrderBy(static alert => alert.Seq),
                    s_regions.SelectMany(region => open.In(region)).OrderBy(static alert => alert.Seq));
            });
}
