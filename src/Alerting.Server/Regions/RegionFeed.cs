using System.Text;
using Alerting.Server.Access;
using Alerting.Server.Feeds;
using Alerting.Server.Http;

namespace Alerting.Server.Regions;

/// <summary>
/// The live feed of a list of regions for one client. Of the board it keeps only the number of the snapshot that the client has: one
/// that is slow is told at once all that has changed meanwhile, and while it does not read, it holds one part of what is being told.
/// </summary>
/// <param name="query">Of the list.</param>
/// <param name="limits">Of the caller, as the query has them.</param>
internal sealed class RegionFeed(
    BoardHub hub, BoardSnapshots snapshots, BoardWriter board, BoardQuery query, RegionLimits limits, PacedAnswer answer,
    TimeProvider clock, CancellationToken ended)
{
    /// <summary>Regions of a part: one event.</summary>
    private const int PartSize = 32;

    private static readonly TimeSpan s_unsettled = TimeSpan.FromSeconds(1);

    // Until all has been told anew, what the client has is of no version: who comes back meanwhile must not be told the changes of one
    // that it has thrown away.
    private static readonly byte[] s_reset = "id: 0\nevent: reset\ndata: {}\n\n"u8.ToArray();

    private readonly FeedWriter _writer = new(answer, clock, ended);

    /// <summary>Number of the snapshot that the client has; null: none.</summary>
    private long? _known;

    /// <summary>Completes when the client has gone or the feed has to end.</summary>
    /// <param name="version">What the client has; where it is null or not known, the list is told anew.</param>
    public async Task RunAsync(string? version)
    {
        using var reader = hub.Attach();
        var open = await _writer.BeginAsync();
        await hub.ReachAsync(await FindAsync(version), ended);
        open = open && await _writer.ConnectedAsync() && (_known is not null || await _writer.SendAsync(s_reset)) && await TellAsync();
        while (open && !ended.IsCancellationRequested)
        {
            var more = hub.MoreAsync();
            open = hub.Current.Number > _known ? await TellAsync() : await _writer.WaitAsync(more);
        }
    }

    /// <summary>Finds the snapshot that the client has; the number of that which has all changes that were answered before.</summary>
    private async ValueTask<long> FindAsync(string? version)
    {
        while (true)
        {
            if (await _writer.PatientlyAsync(() => snapshots.AsOfNowAsync(ended)) is { } snapshot)
            {
                _known = version is null ? null : snapshot.NumberOf(query, version);
                return snapshot.Number;
            }

            // Many regions must be asked first, which others have done soon.
            await Task.Delay(s_unsettled, clock, ended);
        }
    }

    /// <summary>
    /// Tells what has changed since what the client has; false when it has gone. Each part is of the newest snapshot: what changes after
    /// its part was told is told again.
    /// </summary>
    private async ValueTask<bool> TellAsync()
    {
        var (number, id) = (hub.Current.Number, Encoding.UTF8.GetBytes($"id: {hub.Current.VersionOf(query)}\n"));
        var (bytes, next) = PartAfter(null);
        while (bytes is not null)
        {
            // With the last part the client has the version.
            if ((next is null && !await answer.WriteAsync(id)) || !await answer.WriteAsync(bytes))
            {
                return false;
            }

            (bytes, next) = next is null ? default : PartAfter(next);
        }

        _known = number;
        return await answer.FlushAsync();
    }

    /// <summary>The next part; none where nothing of the list has changed.</summary>
    private (byte[]? Event, string? Next) PartAfter(string? after)
    {
        var part = hub.Current.PageOf(query with { Since = _known, After = after, Size = PartSize }, limits);
        return after is null && _known is not null && part.IsEmpty ? default : (part.In(BoardForm.Event, board).Bytes, part.Next);
    }
}
