using System.Globalization;
using System.Text;
using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Server.Http;

namespace Alerting.Server.Alerts;

/// <summary>
/// Server-sent events (WHATWG HTML, 9.2) for one client: the ledger from where the client left it, and then live. It keeps only
/// its position in the ledger; while it waits for its client, it holds no revision.
/// </summary>
internal sealed class AlertFeed(
    AlertHub hub, AlertFilter? filter, RegionCatalog catalog, PacedAnswer answer, TimeProvider clock, CancellationToken ended)
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_ledgerRetry = TimeSpan.FromSeconds(1);

    private long _cursor;
    private Func<ValueTask<EncodedRevision?>>? _getAgain;

    /// <summary>Completes when the client has gone or the feed has to end.</summary>
    /// <param name="lastEventId">Takes precedence over the filter's <c>after</c>.</param>
    public async Task RunAsync(long? lastEventId)
    {
        using var reader = hub.Attach();
        if (!await SendAsync("retry: 2000\n\n"u8.ToArray()))
        {
            return;
        }

        var head = await PatientlyAsync(() => new ValueTask<long>(hub.HeadAsync()));
        var after = lastEventId ?? filter?.After ?? head;
        if (after > head)
        {
            // Its seq is from another ledger, unless it was read from a process that knows more than the one that was asked here.
            head = await PatientlyAsync(() => new ValueTask<long>(hub.CurrentHeadAsync()));
        }

        _cursor = Math.Min(after, head);
        var open = await SendAsync(": connected\n\n"u8.ToArray()) && (after <= head || await SendAsync(Reset(head)));
        while (open && !ended.IsCancellationRequested)
        {
            var more = hub.MoreAsync();
            open = await SendNewsAsync();

            // Revisions that the filter leaves out are not sent, so they must not delay the heartbeat.
            var rest = s_heartbeat - clock.GetElapsedTime(answer.FlushedAt);
            if (rest > TimeSpan.Zero)
            {
                await more.WaitAsync(rest, clock, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else if (open)
            {
                open = await SendAsync(": heartbeat\n\n"u8.ToArray());
            }
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

    private async ValueTask<bool> SendAsync(byte[] line) => await answer.WriteAsync(line) && await answer.FlushAsync();

    private ValueTask<EncodedRevision?> GetAsync(long seq)
    {
        var known = hub.GetAsync(seq, ended);
        return known.IsCompletedSuccessfully ? known : PatientlyAsync(() => hub.GetAsync(seq, ended), known);
    }

    private ValueTask<T> PatientlyAsync<T>(Func<ValueTask<T>> call) => PatientlyAsync(call, call());

    /// <summary>Repeats a call while the ledger moves to another silo, so that the client keeps its connection.</summary>
    private async ValueTask<T> PatientlyAsync<T>(Func<ValueTask<T>> call, ValueTask<T> first)
    {
        while (true)
        {
            try
            {
                return await first;
            }
            catch (Exception exception) when (FailureHandler.IsPassing(exception) && !ended.IsCancellationRequested)
            {
                await Task.Delay(s_ledgerRetry, clock, ended);
                first = call();
            }
        }
    }
}
