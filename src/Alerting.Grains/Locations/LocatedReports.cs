using Alerting.Engine.Wire;

namespace Alerting.Grains.Locations;

/// <summary>Where the reports of a share were first found, and its form in log entries and snapshots.</summary>
internal sealed class LocatedReports
{
    /// <summary>First byte of entries and snapshots.</summary>
    private const byte Format = 1;

    private readonly Dictionary<UInt128, Found> _found = [];

    public int Count => _found.Count;

    /// <summary>Where a report was found first; null where it is not known.</summary>
    public Found? Find(UInt128 report) => _found.TryGetValue(report, out var found) ? found : null;

    /// <summary>Remembers a claim of a report that is not known, with its region.</summary>
    public void Add(in ReportClaim claim) => _found.Add(claim.Report, new Found(string.Intern(claim.Region!), claim.Place, claim.Day));

    /// <summary>Writes claims that were added, as an entry of the log.</summary>
    public static void Write(WireWriter writer, IReadOnlyList<ReportClaim> added)
    {
        writer.Byte(Format);
        writer.Unsigned((ulong)added.Count);
        foreach (var claim in added)
        {
            Write(writer, claim.Report, new Found(claim.Region!, claim.Place, claim.Day));
        }
    }

    /// <summary>Writes all but those of events before a day: no correction of these is taken any more.</summary>
    public byte[] Save(int firstDay)
    {
        foreach (var (report, found) in _found)
        {
            if (found.Day < firstDay)
            {
                _found.Remove(report);
            }
        }

        var writer = new WireWriter();
        writer.Byte(Format);
        writer.Unsigned((ulong)_found.Count);
        foreach (var (report, found) in _found)
        {
            Write(writer, report, found);
        }

        return writer.Written.ToArray();
    }

    /// <summary>Adds what an entry or a snapshot holds. False when its format is not known to this version.</summary>
    public bool Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new WireReader(bytes);
        if (reader.Byte() != Format)
        {
            return false;
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            var report = reader.Wide();
            _found[report] = new Found(string.Intern(reader.Shared()), (ulong)reader.Fixed(), (int)reader.Unsigned());
        }

        return true;
    }

    private static void Write(WireWriter writer, UInt128 report, in Found found)
    {
        writer.Wide(report);
        writer.Shared(found.Region);
        writer.Fixed((long)found.Place);
        writer.Unsigned((ulong)found.Day);
    }

    /// <param name="Region">Code of the region.</param>
    /// <param name="Place">See <see cref="ReportClaim.Place"/>.</param>
    /// <param name="Day">See <see cref="ReportClaim.Day"/>.</param>
    internal readonly record struct Found(string Region, ulong Place, int Day);
}
