using System.Net;
using Alerting.Alerts;
using Alerting.Client;
using Alerting.Console.Access;

namespace Alerting.Console.Alerts;

/// <summary>
/// The alerts that are open and the latest that ended, kept up to date by one live feed for all pages. Between two connections
/// nothing is missed: the feed resumes, and where it begins the list is read after it.
/// </summary>
internal sealed class LiveAlerts(AlertingClient client, CurrentCaller caller, TimeProvider clock) : IDisposable
{
    /// <summary>Ended alerts that are kept.</summary>
    private const int MaxEnded = 200;

    /// <summary>Revisions before the end of the ledger that are looked through for alerts that have ended.</summary>
    private const int LookBack = 500;

    private static readonly FeedOptions s_patience = new() { MaxWait = TimeSpan.FromSeconds(5), MaxSilence = TimeSpan.FromSeconds(20) };

    private readonly Dictionary<string, Alert> _alerts = new(StringComparer.Ordinal);
    private CancellationTokenSource? _following;

    /// <summary>An alert, or the line to the server, has changed.</summary>
    public event Action? Changed;

    /// <summary>A revision was told by the feed; with what was known of the alert before, null where that was nothing.</summary>
    public event Action<Alert, Alert?>? Told;

    /// <summary>Since when there is no line to the server; null while there is one.</summary>
    public DateTimeOffset? BrokenSince { get; private set; }

    /// <summary>Whether the list has been read.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>
    /// What must be looked at first comes first: open and unacknowledged, then open, then ended; the gravest and latest of each.
    /// </summary>
    public IReadOnlyList<Alert> Inbox =>
    [
        .. _alerts.Values.OrderBy(Rank).ThenByDescending(static alert => alert.Severity).ThenByDescending(static alert => alert.Seq),
    ];

    /// <summary>The latest revision of an alert; null where it is none of those kept.</summary>
    public Alert? Find(string alertId) => _alerts.GetValueOrDefault(alertId);

    /// <summary>Begins to follow, unless it does.</summary>
    public void Start()
    {
        if (_following is null)
        {
            _following = new CancellationTokenSource();
            _ = FollowAsync(_following.Token);
        }
    }

    /// <summary>Ends following and forgets all.</summary>
    public void Stop()
    {
        _following?.Cancel();
        _following?.Dispose();
        _following = null;
        _alerts.Clear();
        (IsLoaded, BrokenSince) = (false, null);
    }

    /// <summary>Takes a revision that came another way, such as one's own act.</summary>
    public void Take(Alert alert)
    {
        Keep(alert);
        Changed?.Invoke();
    }

    public void Dispose() => Stop();

    /// <summary>0: it must be looked at; 1: somebody has; 2: it has ended.</summary>
    private static int Rank(Alert alert) => alert.Status != AlertStatus.Open ? 2 : alert.Acknowledged is null ? 0 : 1;

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var options = s_patience with
        {
            Clock = clock,
            OnConnected = seq => _ = ConnectedAsync(seq, cancellationToken),
            OnBroken = _ => Broken(cancellationToken),
        };
        try
        {
            await foreach (var alert in client.Alerts.FollowAsync(null, options, cancellationToken))
            {
                var before = Find(alert.AlertId);
                Take(alert);
                Told?.Invoke(alert, before);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to end.
        }
        catch (ProblemException problem) when (problem.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            caller.End();
        }
    }

    private void Broken(CancellationToken cancellationToken)
    {
        if (!cancellationToken.IsCancellationRequested)
        {
            BrokenSince ??= clock.GetUtcNow();
            Changed?.Invoke();
        }
    }

    private async Task ConnectedAsync(long seq, CancellationToken cancellationToken)
    {
        BrokenSince = null;
        Changed?.Invoke();
        while (!IsLoaded && !cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(new AlertFilter { Status = AlertStatus.Open }, cancellationToken);
                await ReadAsync(new AlertFilter { After = Math.Max(0, seq - LookBack) }, cancellationToken);
                IsLoaded = true;
                Changed?.Invoke();
            }
            catch (Exception exception) when (exception is ProblemException or HttpRequestException)
            {
                await Task.Delay(s_patience.MaxWait, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ReadAsync(AlertFilter filter, CancellationToken cancellationToken)
    {
        await foreach (var alert in client.Alerts.ListAsync(filter, 500, cancellationToken))
        {
            Keep(alert);
        }
    }

    private void Keep(Alert alert)
    {
        if (_alerts.TryGetValue(alert.AlertId, out var known) && known.Revision >= alert.Revision)
        {
            return;
        }

        _alerts[alert.AlertId] = alert;
        if (alert.Status != AlertStatus.Open && _alerts.Count(static pair => pair.Value.Status != AlertStatus.Open) > MaxEnded)
        {
            var oldest = _alerts.Values.Where(static ended => ended.Status != AlertStatus.Open).MinBy(static ended => ended.Seq)!;
            _alerts.Remove(oldest.AlertId);
        }
    }
}
