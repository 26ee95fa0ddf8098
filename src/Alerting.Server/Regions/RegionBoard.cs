using System.Collections.Concurrent;
using Alerting.Engine.Regions;
using Alerting.Grains.Hosting;
using Alerting.Grains.Regions;

namespace Alerting.Server.Regions;

/// <summary>
/// The regions that have something to show: those with a log, that is, those that ever took a report, an override or a roll-up. A
/// region whose log has got no further is not called again, neither when figures decay nor after a restart, since what it showed at
/// rest is stored: it costs only the memory of its last state, and need not be active.
/// </summary>
/// <remarks>
/// A process that is alone sees every entry of every log (<see cref="RegionStamps"/>). In a cluster the store is asked how far the
/// logs have got, once for all requests that wait for that.
/// </remarks>
internal sealed class RegionBoard : IHostedService, IDisposable
{
    // A log may have begun with an entry whose answer was lost, and which is not counted.
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(100);

    private readonly StoredRegions _stored;
    private readonly RestingRegions _resting;
    private readonly RegionGrains _grains;
    private readonly RegionCatalog _catalog;
    private readonly RegionStamps _stamps;
    private readonly DeploymentMode _deployment;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, ShownRegion> _shown = new(StringComparer.Ordinal);
    private readonly SharedRead<Heads> _heads;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Lock _lock = new();
    private Task? _load;
    private volatile Listed? _listed;
    private volatile Heads? _lastHeads;

    public RegionBoard(
        StoredRegions stored, RestingRegions resting, RegionGrains grains, RegionCatalog catalog, RegionStamps stamps,
        DeploymentMode deployment, TimeProvider clock)
    {
        (_stored, _resting, _grains, _catalog) = (stored, resting, grains, catalog);
        (_stamps, _deployment, _clock) = (stamps, deployment, clock);
        _heads = new SharedRead<Heads>(ReadHeadsAsync, s_longestPause, clock);
    }

    /// <summary>Begins to read what regions showed at rest. Whoever asks meanwhile waits for it, or tries again where it fails.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = LoadedAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _stopped.CancelAsync();

    public void Dispose() => _stopped.Dispose();

    /// <summary>Whether no other process writes logs.</summary>
    public bool IsAlone => _deployment.IsSingleSilo;

    /// <summary>The board, including all changes that were answered as durable before this call.</summary>
    public async ValueTask<BoardReading> ReadAsync(CancellationToken cancellationToken)
    {
        await LoadedAsync().WaitAsync(cancellationToken);
        if (IsAlone)
        {
            return new BoardReading(this, await CodesAloneAsync(cancellationToken), null);
        }

        var heads = await _heads.AfterNowAsync(cancellationToken);
        return new BoardReading(this, heads.Codes, heads.Sequences);
    }

    /// <summary>Codes of the regions that have something to show, and of those above them, in ordinal order.</summary>
    public async ValueTask<IReadOnlyList<string>> CodesAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Codes;

    /// <summary>The state of a region, including all changes that were answered as durable before this call.</summary>
    public async ValueTask<ShownRegion> ShowAsync(string code, CancellationToken cancellationToken)
    {
        await LoadedAsync().WaitAsync(cancellationToken);
        return await ShowAsync(code, IsAlone ? null : await _stored.HeadAsync(code, cancellationToken));
    }

    /// <summary>The state of a region where it is known without asking it; else null.</summary>
    /// <param name="code">The region.</param>
    /// <param name="head">Sequence of the last entry of its log; null where the process is alone.</param>
    internal ShownRegion? Find(string code, long? head)
    {
        // Of a region that was never active in a process that is alone nothing has changed since the process began.
        if (!_shown.TryGetValue(code, out var shown) || (Committed(code, head) is { } committed && shown.Committed != committed))
        {
            return null;
        }

        var current = shown.At(_catalog[code], _clock.GetUtcNow().UtcTicks);
        if (current is not null && current != shown)
        {
            // Unless it was read meanwhile, which is newer.
            _shown.TryUpdate(code, current, shown);
        }

        return current;
    }

    /// <inheritdoc cref="Find"/>
    internal ValueTask<ShownRegion> ShowAsync(string code, long? head) =>
        Find(code, head) is { } known ? new ValueTask<ShownRegion>(known) : AskAsync(code, Committed(code, head) ?? -1);

    /// <summary>Whether this list of codes, of a process that is alone, need not be made anew.</summary>
    internal bool IsFresh(IReadOnlyList<string> codes) => _listed is { } listed && listed.Codes == codes && IsFresh(listed);

    private bool IsFresh(Listed listed) => listed.Begun == _stamps.Begun && _clock.GetElapsedTime(listed.At) < s_fresh;

    private long? Committed(string code, long? head) => head ?? _stamps.Find(code)?.Committed;

    private async ValueTask<ShownRegion> AskAsync(string code, long committed)
    {
        var minute = _clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute;

        // Entries that are committed from here on make this state count as outdated, even if it contains them already.
        var state = await _grains[code].GetStateAsync();
        var view = RegionViews.Of(_catalog[code], state);
        var shown = new ShownRegion(view, state.Steps, committed, minute, state.Figures.Decays, state.Outlook);
        if (committed >= 0)
        {
            _shown[code] = shown;
        }

        return shown;
    }

    private Task LoadedAsync()
    {
        lock (_lock)
        {
            return _load is null or { IsFaulted: true } or { IsCanceled: true } ? _load = Task.Run(LoadAsync) : _load;
        }
    }

    private async Task LoadAsync()
    {
        // A process that is alone learns nothing of entries from before it began, so it must know now how far the logs have got. What
        // they get further meanwhile it learns from the regions that write it.
        var heads = IsAlone ? Task.Run(LogsAloneAsync) : null;
        var resting = ShownAtRestAsync();
        await Task.WhenAll(heads ?? Task.CompletedTask, resting);
        var sequences = heads is null ? null : await heads;
        foreach (var shown in await resting)
        {
            if (sequences is null || sequences.GetValueOrDefault(shown.View.Code) == shown.Committed)
            {
                // Unless it was asked meanwhile, which is newer.
                _shown.TryAdd(shown.View.Code, shown);
            }
        }
    }

    private async Task<List<ShownRegion>> ShownAtRestAsync()
    {
        var read = new List<ShownRegion>();
        await foreach (var resting in _resting.ReadAsync(_stopped.Token))
        {
            if (_catalog.TryGet(resting.State.Code, out var region))
            {
                read.Add(ShownRegion.Of(region, resting, _clock.GetUtcNow().UtcTicks));
            }
        }

        return read;
    }

    /// <summary>How far the logs have got of a process that is alone, which is only asked at the beginning.</summary>
    private async Task<Dictionary<string, long>> LogsAloneAsync()
    {
        var (at, begun) = (_clock.GetTimestamp(), _stamps.Begun);
        var sequences = await SequencesAsync();
        _listed = new Listed(at, begun, WithThoseAbove(sequences.Keys));
        return sequences;
    }

    private async Task<Heads> ReadHeadsAsync()
    {
        var sequences = await SequencesAsync();
        if (_lastHeads is { } last && last.Sequences.Count == sequences.Count
            && sequences.All(head => last.Sequences.TryGetValue(head.Key, out var known) && known == head.Value))
        {
            return last;
        }

        return _lastHeads = new Heads(sequences, WithThoseAbove(sequences.Keys));
    }

    /// <summary>How far the logs have got of the regions that have one, by code.</summary>
    private async Task<Dictionary<string, long>> SequencesAsync()
    {
        var sequences = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var (code, sequence) in _stored.HeadsAsync(_stopped.Token))
        {
            sequences.Add(code, sequence);
        }

        return sequences;
    }

    private async ValueTask<IReadOnlyList<string>> CodesAloneAsync(CancellationToken cancellationToken)
    {
        var listed = _listed;
        if (listed is not null && IsFresh(listed))
        {
            return listed.Codes;
        }

        var (at, begun) = (_clock.GetTimestamp(), _stamps.Begun);
        var stored = await _stored.CodesAsync(cancellationToken).ToListAsync(cancellationToken);
        var codes = WithThoseAbove(stored);

        // The same list as long as the codes are the same, which tells that no region has come or gone.
        _listed = listed = new Listed(at, begun, listed is not null && listed.Codes.SequenceEqual(codes) ? listed.Codes : codes);
        return listed.Codes;
    }

    private string[] WithThoseAbove(IEnumerable<string> codes)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var code in codes)
        {
            // The catalogue's own strings, since those that were read are of no use otherwise.
            if (all.Add(_catalog[code].Code))
            {
                // Of one that is there already those above are there as well.
                _ = _catalog.AncestorsOf(code).All(all.Add);
            }
        }

        string[] sorted = [.. all];
        Array.Sort(sorted, StringComparer.Ordinal);
        return sorted;
    }

    /// <param name="Begun">How many logs had been begun before they were listed.</param>
    private sealed record Listed(long At, long Begun, IReadOnlyList<string> Codes);

    /// <param name="Sequences">Of the last entries, by code.</param>
    /// <param name="Codes">Those, and the regions above them.</param>
    private sealed record Heads(IReadOnlyDictionary<string, long> Sequences, IReadOnlyList<string> Codes);
}
