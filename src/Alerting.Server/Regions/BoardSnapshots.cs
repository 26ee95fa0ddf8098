using Alerting.Engine.Regions;
using Alerting.Grains.Regions;

namespace Alerting.Server.Regions;

/// <summary>
/// Snapshots of the board for those who read lists: one serves all who ask while it is made, and all after them until something
/// changes, a minute begins, or a deadline of a region comes. Where many regions must be asked first, as after a restart under load,
/// there is none: a page is then made of the regions that are on it.
/// </summary>
internal sealed class BoardSnapshots
{
    /// <summary>Regions that are asked for a snapshot; if more must be, there is none.</summary>
    private const int MaxAsked = 2_000;

    private const int AskedAtATime = 256;

    // Most of a read is waiting, and what is made anew is only what has changed.
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(5);

    private readonly RegionBoard _board;
    private readonly RegionStamps _stamps;
    private readonly TimeProvider _clock;
    private readonly SharedRead<Made?> _making;

    /// <summary>Regions that may show something else than in the last snapshot. Only whoever makes one uses it.</summary>
    private readonly HashSet<string> _advanced = new(StringComparer.Ordinal);
    private readonly BoardSnapshot _none;
    private volatile Made? _last;

    public BoardSnapshots(RegionBoard board, RegionCatalog catalog, RegionStamps stamps, TimeProvider clock)
    {
        (_board, _stamps, _clock) = (board, stamps, clock);
        _making = new SharedRead<Made?>(MakeAsync, s_longestPause, clock);
        _none = new BoardSnapshot(catalog, Guid.NewGuid());
    }

    /// <summary>The board before anything was read.</summary>
    public BoardSnapshot None => _none;

    /// <summary>Until when the last snapshot shows what is, unless a region changes.</summary>
    public DateTimeOffset HoldsUntil => _last is { } last
        ? Instants.FromTicks(Math.Min((last.Minute + 1) * TimeSpan.TicksPerMinute, last.Snapshot.Until))
        : DateTimeOffset.MinValue;

    /// <summary>The board, including all changes that were answered as durable before this call; null where many must be asked.</summary>
    public async ValueTask<BoardSnapshot?> AsOfNowAsync(CancellationToken cancellationToken)
    {
        // In a cluster it must be asked first whether anything has changed.
        if (_board.IsAlone && _last is { } last && last.Changes == _stamps.Changes && Holds(last) && _board.IsFresh(last.Codes))
        {
            return last.Snapshot;
        }

        return (await _making.AfterNowAsync(cancellationToken))?.Snapshot;
    }

    private bool Holds(Made made)
    {
        var now = _clock.GetUtcNow().UtcTicks;
        return now / TimeSpan.TicksPerMinute == made.Minute && now < made.Snapshot.Until;
    }

    private async Task<Made?> MakeAsync()
    {
        // What changes from here on makes the snapshot count as outdated, even if it has that already.
        var changes = _stamps.Changes;
        _stamps.TakeAdvanced(_advanced);
        var minute = _clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute;
        var reading = await _board.ReadAsync(CancellationToken.None);
        var (last, snapshot) = (_last, default(BoardSnapshot));
        if (last is not null && last.Codes == reading.Codes && Holds(last))
        {
            if (last.Changes == changes)
            {
                return last;
            }

            // In a cluster it is not known which regions have changed.
            if (_board.IsAlone && _advanced.All(last.Snapshot.Has))
            {
                snapshot = await ShowAsync(reading, [.. _advanced]) is { } changed ? last.Snapshot.With(changed) : null;
            }
        }

        snapshot ??= await ShowAsync(reading, reading.Codes) is { } all ? (last?.Snapshot ?? _none).Then(all) : null;
        if (snapshot is null)
        {
            return null;
        }

        _advanced.Clear();
        return _last = new Made(snapshot, changes, reading.Codes, minute);
    }

    /// <summary>What these regions show; null where too many must be asked.</summary>
    private static async Task<ShownRegion[]?> ShowAsync(BoardReading reading, IReadOnlyList<string> codes)
    {
        var shown = new ShownRegion[codes.Count];
        var asked = new List<int>();
        for (var i = 0; i < shown.Length; i++)
        {
            if (reading.Find(codes[i]) is { } known)
            {
                shown[i] = known;
            }
            else
            {
                asked.Add(i);
            }
        }

        if (asked.Count > MaxAsked)
        {
            return null;
        }

        foreach (var chunk in asked.Chunk(AskedAtATime))
        {
            foreach (var (place, answer) in chunk.Select(i => (i, reading.ShowAsync(codes[i]).AsTask())).ToArray())
            {
                shown[place] = await answer;
            }
        }

        return shown;
    }

    /// <param name="Changes">How many entries were durable in this process before it was made.</param>
    /// <param name="Codes">
    /// Of the regions. In a cluster it is another list, if of the same codes, whenever any log has got further.
    /// </param>
    /// <param name="Minute">For which the figures are.</param>
    private sealed record Made(BoardSnapshot Snapshot, long Changes, IReadOnlyList<string> Codes, long Minute);
}
