using Alerting.Engine.Incidents;
using Alerting.Engine.Wire;

namespace Alerting.Engine.Regions;

/// <summary>Writes members of a report as bytes that not all reports have, and reads them.</summary>
internal static class SavedMembers
{
    /// <summary>Which further members of a report are stored. The bits are in stored data: never reuse one.</summary>
    [Flags]
    private enum SavedMore : byte
    {
        Sequence = 1,
        Earlier = 2,
        Summary = 4,
        Url = 8,

        /// <summary>When it was retracted.</summary>
        RetractedAt = 16,

        /// <summary>Why it is where an operator has it.</summary>
        Mark = 32,

        /// <summary>Its location is in doubt.</summary>
        LocationDoubt = 64,
    }

    public static bool AreNone(in ReportRow report) => MoreOf(report) == 0;

    public static void Write(WireWriter writer, in ReportRow report)
    {
        writer.Byte((byte)MoreOf(report));
        if (report.Sequence > 0)
        {
            writer.Unsigned((ulong)report.Sequence);
        }

        if (report.Earlier is { Count: > 0 } earlier)
        {
            writer.Unsigned((ulong)earlier.Count);
            foreach (var sequence in earlier)
            {
                writer.Unsigned((ulong)sequence);
            }
        }

        if (report.Summary is { } summary)
        {
            writer.Unique(summary);
        }

        if (report.Url is { } url)
        {
            writer.Unique(url);
        }

        if (report.Retracted)
        {
            writer.Fixed(report.OccurredAt);
        }

        if (report.Rare?.Mark is { } mark)
        {
            writer.Unique(mark.From);
            writer.Bool(mark.TakenOut);
            writer.Byte((byte)mark.Before);
            writer.Unsigned((ulong)mark.Difference);
            HandDecisions.Write(writer, mark.Decision);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static void Read(WireReader reader, ref ReportRow report)
    {
        var has = (SavedMore)reader.Byte();
        report.Sequence = has.HasFlag(SavedMore.Sequence) ? (long)reader.Unsigned() : 0;
        if ((has & (SavedMore.Earlier | SavedMore.Summary | SavedMore.Url | SavedMore.LocationDoubt)) != 0)
        {
            var earlier = has.HasFlag(SavedMore.Earlier) ? new long[reader.Count()] : [];
            for (var i = 0; i < earlier.Length; i++)
            {
                earlier[i] = (long)reader.Unsigned();
            }

            report.Rare = new ReportRow.Rarities
            {
                Earlier = earlier,
                Summary = has.HasFlag(SavedMore.Summary) ? reader.Unique() : null,
                Url = has.HasFlag(SavedMore.Url) ? reader.Unique() : null,
                LocationDoubt = has.HasFlag(SavedMore.LocationDoubt),
            };
        }

        report.OccurredAt = has.HasFlag(SavedMore.RetractedAt) ? reader.Fixed() : report.OccurredAt;
        if (has.HasFlag(SavedMore.Mark))
        {
            report.Rare = (report.Rare ?? new ReportRow.Rarities()) with
            {
                Mark = new HandMark(
                    reader.Unique(), reader.Bool(), (JoinReason)reader.Byte(), (long)reader.Unsigned(), HandDecisions.ReadDecision(reader)),
            };
        }
    }

    private static SavedMore MoreOf(in ReportRow report) =>
        (report.Sequence == 0 ? 0 : SavedMore.Sequence)
        | (report.Earlier.Count == 0 ? 0 : SavedMore.Earlier)
        | (report.Summary is null ? 0 : SavedMore.Summary)
        | (report.Url is null ? 0 : SavedMore.Url)
        | (report.Retracted ? SavedMore.RetractedAt : 0)
        | (report.Rare?.Mark is null ? 0 : SavedMore.Mark)
        | (report.LocationDoubt ? SavedMore.LocationDoubt : 0);
}
