using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Alerting.Reports;

namespace Alerting.Engine.Odds;

/// <summary>
/// Shuffles incidents over the days of a period: each goes to a day drawn for it alone, all of them equally likely, and keeps its
/// region, its town, its time of the day, and its reports with their delays. What is left to bring incidents together is chance.
/// The same incidents give the same permutations. Safe for concurrent use.
/// </summary>
public sealed class IncidentShuffle
{
    private readonly List<KnownIncident> _incidents;
    private readonly long _from;
    private readonly int _days;

    /// <param name="incidents">In any order; none before the period.</param>
    /// <param name="from">Beginning of the period, UTC ticks.</param>
    /// <param name="days">Its length in whole days, 1 or more; what occurred in a rest after them moves into them.</param>
    public IncidentShuffle(IReadOnlyList<KnownIncident> incidents, long from, int days)
    {
        ArgumentNullException.ThrowIfNull(incidents);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        (_from, _days) = (from, days);
        _incidents =
        [
            .. incidents.OrderBy(static i => i.Region, StringComparer.Ordinal).ThenBy(static i => i.Id, StringComparer.Ordinal),
        ];
        Seed = SeedOf(_incidents);
    }

    /// <summary>
    /// Follows from the incidents alone, by SHA-256 of their regions, ids and times, so that drafts of a threshold are compared on
    /// the same permutations.
    /// </summary>
    public uint Seed { get; }

    /// <summary>The reports of one permutation with the instants at which they come in (UTC ticks), in that order.</summary>
    /// <param name="number">Which permutation, from 0.</param>
    public List<(Report Report, long Now)> Permute(int number)
    {
        var shuffled = new List<(Report Report, long Now)>(_incidents.Count);
        var random = default(SplitMix64);
        string? region = null;
        foreach (var incident in _incidents)
        {
            if (incident.Region != region)
            {
                region = incident.Region;
                random = RandomFor(region, number);
            }

            var moved = TimeSpan.FromDays(random.Next(_days) - ((incident.OccurredAt.UtcTicks - _from) / TimeSpan.TicksPerDay));
            foreach (var (report, delay) in incident.Reports)
            {
                // By its id it stays in its incident and joins no other.
                var at = report.OccurredAt + moved;
                shuffled.Add((report with { OccurredAt = at, IncidentId = incident.Id }, at.UtcTicks + delay));
            }
        }

        // Stable: at one instant the order is that of the incidents.
        return [.. shuffled.OrderBy(static report => report.Now)];
    }

    /// <summary>Own numbers for each region: what happens elsewhere does not change where its incidents go.</summary>
    private SplitMix64 RandomFor(string region, int number)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(region), hash);
        return new SplitMix64((((ulong)Seed << 32) | (uint)number) ^ BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }

    private static uint SeedOf(List<KnownIncident> incidents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> ticks = stackalloc byte[sizeof(long)];
        foreach (var incident in incidents)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{incident.Region}\n{incident.Id}\n"));
            BinaryPrimitives.WriteInt64LittleEndian(ticks, incident.OccurredAt.UtcTicks);
            hash.AppendData(ticks);
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(hash.GetHashAndReset());
    }
}
