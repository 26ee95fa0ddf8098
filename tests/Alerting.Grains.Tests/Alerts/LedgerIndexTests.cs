using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Engine.Wire;
using Alerting.Grains.Alerts;
using Alerting.Thresholds;
using CsCheck;
using Xunit;

namespace Alerting.Grains.Tests.Alerts;

public sealed class LedgerIndexTests
{
    private static readonly Severity[] s_severities = [Severity.Warning, Severity.Critical, Severity.Notice, Severity.Severe];

    [Fact]
    public void Knows_the_highest_severity_before_each_revision_also_from_a_snapshot()
    {
        var index = Filled();
        var writer = new WireWriter();
        index.Save(writer);
        var restored = new LedgerIndex();
        restored.Restore(new WireReader(writer.Written));
        foreach (var known in new[] { index, restored })
        {
            Assert.Equal(
                [null, Severity.Warning, Severity.Critical, Severity.Critical],
                Enumerable.Range(1, 4).Select(number => known.HighestBefore(Revision(number))));
            Assert.Equal(
                (4, AlertStatus.Cleared, Severity.Severe),
                (known.Head, known.Find(Revision(1).AlertId)!.Status, known.Find(Revision(1).AlertId)!.Severity));
        }
    }

    [Fact]
    public void Reads_a_snapshot_of_before_it_knew_earlier_severities()
    {
        var writer = new WireWriter();
        writer.Byte(1);
        writer.Fixed(2);
        writer.Unsigned(1);
        writer.Unsigned(1);
        writer.Unsigned(1);
        writer.Unsigned(1);
        writer.Unique(Revision(1).AlertId);
        writer.Shared("IQ-AN");
        writer.Byte((byte)AlertStatus.Open);
        writer.Byte((byte)Severity.Critical);
        writer.Unsigned(2);
        writer.Unsigned(1);
        writer.Unsigned(2);
        writer.Unsigned(0);
        writer.Unsigned(0);

        var index = new LedgerIndex();
        index.Restore(new WireReader(writer.Written));
        index.BeginEntry(2);
        index.Add(Revision(3));
        Assert.Equal(Severity.Critical, index.HighestBefore(Revision(3)));
        Assert.Equal([1L, 2L, 3L], index.Find(Revision(1).AlertId)!.Seqs);
    }

    [Fact]
    public void Tells_what_is_open_and_what_has_changed_since()
    {
        var index = new LedgerIndex();
        index.BeginEntry(1);
        Add(1, ordinal: 1);
        Add(2, ordinal: 2);
        Add(3, ordinal: 1, AlertStatus.Cleared);
        Add(4, ordinal: 3);
        Add(5, ordinal: 2, severity: Severity.Critical);

        Assert.Equal(["4: 3 raised 4 Warning", "5: 2 raised 2 Critical"], Shown(0, isWhole: true));
        Assert.Equal(["3: 1 ended", "4: 3 raised 4 Warning", "5: 2 raised 2 Critical"], Shown(2, isWhole: false));
        Assert.Empty(Shown(5, isWhole: false));

        // Alert 1 is forgotten: who knows it as open must be told everything. Of 2 it is still known when it was raised.
        index.Forget(5, []);
        Add(6, ordinal: 4);
        Assert.Equal(["5: 2 raised 2 Critical", "6: 4 raised 6 Warning"], Shown(3, isWhole: true).Where(static one => one[0] > '4'));
        Assert.DoesNotContain(Shown(3, isWhole: true), static one => one.EndsWith("ended", StringComparison.Ordinal));
        Assert.Equal(["6: 4 raised 6 Warning"], Shown(5, isWhole: false));

        void Add(long seq, int ordinal, AlertStatus status = AlertStatus.Open, Severity severity = Severity.Warning) =>
            index.Add(AlertBuilder.Revision("IQ-AN", ordinal, 1, status, severity) with { Seq = seq });

        List<string> Shown(long after, bool isWhole)
        {
            var changes = index.OpenSince(after);
            Assert.Equal((index.Head, isWhole), (changes.Head, changes.IsWhole));
            return [.. changes.Alerts.Select(alert =>
                $"{index.Find(alert.AlertId)!.Latest}: {alert.AlertId.Split('.')[^1]} "
                + (alert.IsOpen ? $"raised {alert.RaisedSeq} {alert.Severity}" : "ended"))];
        }
    }

    [Fact]
    public void Finds_the_newest_revisions_as_one_who_looks_at_all_of_them() =>
        Gen.Select(
            Gen.Select(Gen.Int[1, 6], Gen.Enum<Severity>()).Array[0, 40], Gen.Enum<Severity>(), Gen.Int[1, 12], Gen.Bool)
        .Sample((drawn, minSeverity, limit, isNarrow) =>
        {
            var index = new LedgerIndex();
            index.BeginEntry(1);
            var revisions = new List<Alert>();
            foreach (var (ordinal, severity) in drawn)
            {
                var number = revisions.Count(alert => alert.AlertId.EndsWith($".{ordinal}", StringComparison.Ordinal)) + 1;
                var region = ordinal % 2 == 0 ? "IQ-AN" : "SE-AB";
                var alert = AlertBuilder.Revision(region, ordinal, number, AlertStatus.Open, severity) with { Seq = revisions.Count + 1 };
                revisions.Add(alert);
                index.Add(alert);
            }

            string[] regions = isNarrow ? ["IQ"] : [];
            var expected = revisions
                .Where(alert => (!isNarrow || alert.Region.Code == "IQ-AN")
                    && revisions.Any(other => other.AlertId == alert.AlertId && other.Seq <= alert.Seq && other.Severity >= minSeverity))
                .TakeLast(limit).Select(static alert => alert.Seq);
            Assert.Equal(expected, index.Newest(regions, minSeverity, limit, RegionCatalog.Iso));
        });

    private static LedgerIndex Filled()
    {
        var index = new LedgerIndex();
        index.BeginEntry(1);
        for (var number = 1; number <= s_severities.Length; number++)
        {
            index.Add(Revision(number));
        }

        return index;
    }

    private static Alert Revision(int number)
    {
        var status = number == s_severities.Length ? AlertStatus.Cleared : AlertStatus.Open;
        var alert = AlertBuilder.Revision("IQ-AN", 1, number, status, s_severities[number - 1]);
        return alert with { Seq = number };
    }
}
