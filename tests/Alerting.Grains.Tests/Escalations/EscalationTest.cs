using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Grains.Alerts;
using Alerting.Grains.Escalations;
using Alerting.Grains.OnCall;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Notifications;
using Alerting.OnCall;
using Alerting.Storage.Sqlite;
using Alerting.Thresholds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Escalations;

/// <summary>A silo with escalations on a clock and a store of the test, and a receiver that keeps what is sent.</summary>
public abstract class EscalationTest : IAsyncLifetime
{
    protected const string AlertId = "IQ-AN.bombs.1";

    private readonly TemporaryDirectory _directory = new();
    private SqliteLogStore _inner = null!;
    private long _sequence;
    private int _revision;

    private protected CallRecorder Calls { get; } = new();

    private protected LedgerTraffic Traffic { get; } = new();

    private protected FakeTimeProvider Clock { get; } = new(AlertSample.Start);

    private protected FaultyLogStore Store { get; private set; } = null!;

    private protected AlertingCluster Cluster { get; private set; } = null!;

    private protected IEscalationGrain Escalations => Cluster.Client.GetGrain<IEscalationGrain>(IEscalationGrain.Key);

    public async ValueTask InitializeAsync()
    {
        _inner = new SqliteLogStore(new SqliteLogStoreOptions { Path = Path.Combine(_directory.Path, "alerting.db") });
        Store = new FaultyLogStore(_inner);
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await _inner.DisposeAsync();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task StartAsync()
    {
        Cluster = await AlertingCluster.StartAsync(Store, clock: Clock, alone: true, configure: services =>
        {
            services.RemoveAll<INotificationChannel>();
            services.AddSingleton<INotificationChannel>(Calls);
            services.AddSingleton<IOutgoingGrainCallFilter>(Traffic);
        });
    }

    private protected async Task PutAsync(string policy, params (string After, string[] Notify)[] steps)
    {
        var contacts = Cluster.Client.GetGrain<IContactCatalogGrain>(IContactCatalogGrain.Key);
        foreach (var id in (string[])["a", "b"])
        {
            await contacts.PutAsync(
                id, new Contact { Name = id, Channels = [new() { Url = $"https://{id}.example/", Secret = AlertSample.Secret }] },
                "test", null, null);
        }

        await Cluster.Client.GetGrain<IPolicyCatalogGrain>(IPolicyCatalogGrain.Key).PutAsync(
            policy,
            new EscalationPolicy
            {
                Thresholds = ["bombs"],
                Steps = [.. steps.Select(static step => new EscalationStep { After = Duration.Parse(step.After), Notify = step.Notify })],
            },
            "test", null, null);
    }

    private protected Task RaiseAsync(params string[] alerts)
    {
        _revision = 1;
        return AppendAsync(alerts is [] ? [Revision(AlertChange.Raised)] : [.. alerts.Select(id => Revision(AlertChange.Raised, id))]);
    }

    private protected Task ReviseAsync(
        AlertChange change, string? by = null, string alertId = AlertId, Severity severity = Severity.Severe)
    {
        _revision++;
        return AppendAsync(Revision(change, alertId, by, severity));
    }

    private Alert Revision(AlertChange change, string alertId = AlertId, string? by = null, Severity severity = Severity.Severe)
    {
        var now = Clock.GetUtcNow();
        return AlertSample.Alert(0, alertId, _revision, change, threshold: AlertIds.ThresholdOf(alertId)!, severity: severity) with
        {
            UpdatedAt = now,
            EndedAt = change is AlertChange.Cleared ? now : null,
            Acknowledged = by is null ? null : new(now, by, null),
        };
    }

    private Task AppendAsync(params Alert[] revisions) =>
        Cluster.Ledger.AppendAsync("IQ-AN", [new RegionRevisions(++_sequence, revisions)]);

    /// <summary>The escalations have read the ledger to its end.</summary>
    private protected async Task KnownAsync()
    {
        var head = await Cluster.Ledger.HeadAsync();
        var follower = Cluster.Client.GetGrain<ILedgerFollower>(Escalations.GetGrainId());
        await follower.LedgerAdvancedAsync(head, []);
    }

    private protected async Task AdvanceAsync(TimeSpan time)
    {
        await KnownAsync();
        Clock.Advance(time);
        await KnownAsync();
    }

    private protected Task SentAsync(params string[] calls) => Wait.UntilAsync(
        () => Calls.Calls.SequenceEqual(calls), $"{string.Join(", ", calls)} is sent", () => string.Join(", ", Calls.Calls),
        TimeSpan.FromSeconds(60));
}
