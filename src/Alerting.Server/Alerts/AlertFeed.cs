using System.Globalization;
using System.Text;
using Alerting.Engine.Regions;
using Alerting.Server.Feeds;
using Alerting.Server.Http;

namespace Alerting.Server.Alerts;

/// <summary>
/// The live feed of revisions for one client: the ledger from where the client left it, and then live. It keeps only its position in
/// the ledger; while it waits for its client, it holds no revision.
/// </summary>
internal sealed class AlertFeed(
    AlertHub hub, AlertFilter? filter, RegionCatalog catalog, PacedAnswer answer, TimeProvider clock, CancellationToken ended)
{
    private readonly FeedWriter _writer = new(answer, clock, ended);
    private long _cursor;
    private Func<ValueTask<EncodedRevision?>>? _getAgain;

    /// <summary>Completes when the client has gone or the feed has to end.</summary>
    /// <param name="lastEventId">Takes precedence over the filter's <c>after</c>.</param>
    public async Task RunAsync(long? lastEventId)
    {
        using var reader = hub.Attach();
        if (!await _writer.BeginAsync())
        {
            return;
        }

        var head = await _writer.PatientlyAsync(() => new ValueTask<long>(hub.HeadAsync()));
        var after = lastEventId ?? filter?.After ?? head;
        if (after > head)
        {
            // Its seq is from another ledger, unless it was read from a process that knows more than the one that was asked here.
            head = await _writer.PatientlyAsync(() => new ValueTask<long>(hub.CurrentHeadAsync()));
        }

        _cursor = Math.Min(after, head);
        var open = await _writer.ConnectedAsync() && (after <= head || await _writer.SendAsync(Reset(head)));
        while (open && !ended.IsCancellationRequested)
        {
            var more = hub.MoreAsync();
            open = await SendNewsAsync() && await _writer.WaitAsync(more);
        }
    }

    /// <summary>
    /// Tells a client whose seq lies beyond the end of the ledger where the end is. Its seq is from another ledger, and waiting
    /// for it would never end.
    /// </summary>
    private static byte[] Reset(long head) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"id: {head}\nevent: reset\ndata: {{\"seq\":{head}}}\n\n"));

    /// <summary>Sends the revisions after the cursor; false when the client has gone.</summary>
    private async ValueTask<bool> SendNewsAsync()
    {
        _getAgain ??= () => GetAsync(_cursor);
        var unsent = false;
        while (!ended.IsCancellationRequested && await GetAsync(_cursor + 1) is { } revision)
        {
            _cursor = revision.Seq;
            if (filter?.Passes(revision, catalog) == true)
            {
                unsent = true;
                if (!await RevisionWriter.WriteEventAsync(answer, revision, _getAgain))
                {
                    return false;
                }
            }
        }

        return !unsent || await answer.FlushAsync();
    }

    private ValueTask<EncodedRevision?> GetAsync(long seq)
    {
        var known = hub.GetAsync(seq, ended);
        return known.IsCompletedSuccessfully ? known : _writer.PatientlyAsync(() => hub.GetAsync(seq, ended), known);
    }
}
