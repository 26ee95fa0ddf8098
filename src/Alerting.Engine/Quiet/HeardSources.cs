using Alerting.Engine.Wire;

namespace Alerting.Engine.Quiet;

/// <summary>
/// The sources that a region has heard from, by the instants at which it accepted their reports, and until when the system last
/// heard from nobody because it was down. Kept whether a threshold asks for it or not, so that a new one need not wait.
/// </summary>
internal sealed class HeardSources
{
    /// <summary>A stranger who makes up names must not fill the memory.</summary>
    public const int MaxSources = 1_000;

    private const int Room = 100;

    private readonly Dictionary<string, HeardSource> _sources = new(StringComparer.Ordinal);

    public IReadOnlyCollection<HeardSource> All => _sources.Values;

    /// <summary>The end of the system's last outage, UTC ticks; 0 before any.</summary>
    public long OutageEnd { get; private set; }

    /// <summary>From when on the silence of a source counts, UTC ticks.</summary>
    public long SilentSince(HeardSource source) => Math.Max(source.LastAt, OutageEnd);

    /// <summary>A report of a source was accepted.</summary>
    /// <param name="name">Of the source.</param>
    /// <param name="now">UTC ticks.</param>
    /// <param name="hasMadeRoom">Whether others had to be forgotten for it.</param>
    public HeardSource Note(string name, long now, out bool hasMadeRoom)
    {
        hasMadeRoom = false;
        if (!_sources.TryGetValue(name, out var source))
        {
            hasMadeRoom = _sources.Count >= MaxSources;
            if (hasMadeRoom)
            {
                MakeRoom();
            }

            _sources[name] = source = new HeardSource(name);
        }

        source.Note(now);
        return source;
    }

    /// <summary>The system was down until an instant, UTC ticks. False where nothing new is learnt of it.</summary>
    public bool NoteOutage(long until)
    {
        var isNews = until > OutageEnd;
        OutageEnd = Math.Max(OutageEnd, until);
        return isNews;
    }

    /// <summary>The clock is set back.</summary>
    public void SetBack(long to)
    {
        OutageEnd = Math.Min(OutageEnd, to);
        foreach (var source in All)
        {
            source.SetBack(to);
        }
    }

    /// <summary>What has not been heard of since before an instant, UTC ticks, is forgotten with its reports.</summary>
    public void Forget(long before)
    {
        foreach (var source in All.Where(source => source.LastAt < before).ToList())
        {
            _sources.Remove(source.Name);
        }
    }

    public void Save(WireWriter writer)
    {
        writer.Fixed(OutageEnd);
        writer.Unsigned((ulong)_sources.Count);
        foreach (var source in All)
        {
            source.Save(writer);
        }
    }

    public void Restore(WireReader reader)
    {
        OutageEnd = reader.Fixed();
        for (var i = reader.Count(); i > 0; i--)
        {
            var source = HeardSource.Restore(reader);
            _sources[source.Name] = source;
        }
    }

    /// <summary>
    /// Forgets the sources with the fewest reports, of those the ones not heard of for the longest time: made-up names make room
    /// for each other before a source does that has often reported. Several at once, so that not each name costs a look at all.
    /// </summary>
    private void MakeRoom()
    {
        var leastKnown = All.OrderBy(static source => source.Count).ThenBy(static source => source.LastAt)
            .ThenBy(static source => source.Name, StringComparer.Ordinal).Take(Room).ToList();
        foreach (var source in leastKnown)
        {
            _sources.Remove(source.Name);
        }
    }
}
