using Alerting.Alerts;
using Alerting.Engine.Wire;
using Alerting.Grains.Alerts;
using Alerting.Thresholds;
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
