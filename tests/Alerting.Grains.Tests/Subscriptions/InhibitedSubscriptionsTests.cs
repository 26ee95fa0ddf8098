using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Grains.Inhibitions;
using Alerting.Inhibitions;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Alerting.Grains.Tests.Subscriptions;

/// <summary>Many subscriptions at once, of which each must know what is open.</summary>
public sealed class InhibitedSubscriptionsTests : IAsyncLifetime
{
    private const int Desks = 40;

    private readonly AskCounter _asked = new();
    private SubscriptionCluster _cluster = null!;
    private WebhookReceiver _receiver = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _cluster = await SubscriptionCluster.StartAsync(services => services.AddSingleton<IIncomingGrainCallFilter>(_asked));
        foreach (var id in Ids)
        {
            await _cluster.Subscription(id).PutAsync(AlertSample.Subscription(_receiver.Url) with { Id = id }, null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    private static IEnumerable<string> Ids => Enumerable.Range(1, Desks).Select(static number => $"desk-{number}");

    [Fact]
    public async Task The_ledger_is_asked_what_is_open_once_for_all_and_only_where_that_has_a_bearing()
    {
        await _cluster.AppendAsync(Of("bombs", 1), Of("shots", 1));
        await OutcomesAsync("delivered", "delivered");
        Assert.Equal(0, _asked.Count);

        await InhibitAsync();
        await _cluster.AppendAsync(Of("raids", 1));
        await OutcomesAsync("delivered", "delivered", "delivered");
        Assert.Equal(0, _asked.Count);

        await _cluster.AppendAsync(Of("shots", 2));
        await OutcomesAsync("delivered", "delivered", "delivered", "inhibited");
        Assert.Equal(1, _asked.Count);

        // After it has ended, who has nothing held back does not ask.
        await _cluster.AppendAsync(Of("bombs", 1, 2, AlertChange.Cleared));
        await OutcomesAsync("delivered", "delivered", "delivered", "delivered", "delivered");
        Assert.Equal(2, _asked.Count);
        await _cluster.AppendAsync(Of("bombs", 2));
        await OutcomesAsync("delivered", "delivered", "delivered", "delivered", "delivered", "delivered");
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task What_is_held_back_is_delivered_after_a_crash_before_which_the_source_had_ended_unread()
    {
        await InhibitAsync();
        await _cluster.AppendAsync(Of("bombs", 1));
        await _cluster.AppendAsync(Of("shots", 1));
        await OutcomesAsync("delivered", "inhibited");

        // The end is in the ledger, and nobody may have read it.
        await _cluster.AppendAsync(Of("bombs", 1, 2, AlertChange.Cleared));
        await _cluster.CrashAndRestartAsync();
        await OutcomesAsync("delivered", "delivered", "delivered");
        Assert.Equal(
            Ids.Select(static _ => "IQ-AN.shots.1.1").Distinct(),
            _receiver.Received.Select(static webhook => webhook.Headers["webhook-id"]).Where(static id => id.Contains("shots")).Distinct());
    }

    private static Alert Of(string threshold, int ordinal, int revision = 1, AlertChange change = AlertChange.Raised) => AlertSample.Alert(
        alertId: $"IQ-AN.{threshold}.{ordinal}", revision: revision, change: change, severity: Severity.Severe, threshold: threshold);

    private async Task InhibitAsync()
    {
        var rule = new Inhibition
        {
            Source = new InhibitionSource { Thresholds = ["bombs"] },
            Target = new InhibitionTarget { Thresholds = ["shots"] },
        };
        await _cluster.Inhibitions.PutAsync("storm", rule, "test", null, null);
        await _cluster.Services.GetRequiredService<InhibitionCache>().RefreshAsync(TestContext.Current.CancellationToken);
    }

    private Task OutcomesAsync(params string[] expected) => Wait.UntilAsync(
        async () =>
        {
            foreach (var id in Ids)
            {
                var deliveries = (await _cluster.Subscription(id).DeliveriesAsync(0, 100, null))!.Items;
                if (!deliveries.Select(static one => EnumNames.ToName(one.Outcome)).SequenceEqual(expected))
                {
                    return false;
                }
            }

            return true;
        },
        $"deliveries that are {string.Join(", ", expected)}");

    /// <summary>Counts how often the ledger is asked what is open.</summary>
    private sealed class AskCounter : IIncomingGrainCallFilter
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.ImplementationMethod.Name == nameof(IAlertLedgerGrain.OpenSinceAsync))
            {
                Interlocked.Increment(ref _count);
            }

            return context.Invoke();
        }
    }
}
