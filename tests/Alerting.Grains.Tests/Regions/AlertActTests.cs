using Alerting.Alerts;
using Alerting.Audit;
using Alerting.Grains.Audit;
using Alerting.Grains.Regions;
using Alerting.Grains.Tests.Hosting;
using Alerting.Grains.Tests.Logs;
using Alerting.Thresholds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Grains.Tests.Regions;

/// <summary>What desks do to alerts is answered with the revision that it made, once the ledger has it.</summary>
public sealed class AlertActTests : IAsyncLifetime
{
    private const string Region = "IQ-AN";
    private const string AlertId = Region + ".any-bomb.1";

    private static readonly Threshold s_anyBomb = Sample.Threshold("any-bomb", Measure.Incidents, 1, "PT1H") with
    {
        Scope = new Scope(["IQ"], Depth.Leaf),
        Severity = Severity.Notice,
    };

    private static readonly Act s_act = Act.Named("ann", null);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2014, 1, 4, 12, 0, 0, TimeSpan.Zero));
    private AlertingCluster _cluster = null!;

    private IRegionGrain Grain => _cluster.Client.GetGrain<IRegionGrain>(Region);

    public async ValueTask InitializeAsync()
    {
        _cluster = await AlertingCluster.StartAsync(new FaultyLogStore(new InMemoryLogStore()), clock: _clock, thresholds: [s_anyBomb]);
        await Grain.IngestAsync([Sample.CarBomb("r-1", _clock.GetUtcNow().AddMinutes(-5)) with { Region = Region }]);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task An_act_is_answered_with_its_revision_as_the_ledger_has_it()
    {
        var answer = await DoAsync(new AcknowledgeAct("seen"));

        // Without waiting: what was raised before it, and the acknowledgement.
        Assert.Equal(2, await _cluster.Ledger.HeadAsync());
        var inLedger = (await _cluster.Ledger.GetAsync(AlertId))!;
        Assert.Equal((2, AlertChange.Acknowledged, "ann", 2L), (inLedger.Revision, inLedger.Change, inLedger.By, inLedger.Seq));
        Assert.Equal((AlertActOutcome.Done, 2, 2L), (answer.Outcome, answer.Revision!.Revision, answer.Revision.Seq));

        // The same again makes no revision; it is answered with the one that there is.
        Assert.Equal(2, (await DoAsync(new AcknowledgeAct("seen"))).Revision!.Revision);
        Assert.Equal(2, (await Grain.AcknowledgeAlertAsync(AlertId, "ann", "seen"))!.Revision);
        Assert.Equal(2, await _cluster.Ledger.HeadAsync());
    }

    [Fact]
    public async Task What_is_sent_again_under_its_key_is_done_once_also_by_the_next_activation()
    {
        var first = await DoAsync(new CommentAct("once"), key: "k", content: "c");
        await DoAsync(new CommentAct("another"));
        await _cluster.DeactivateAsync(Grain);
        var again = await DoAsync(new CommentAct("once"), key: "k", content: "c", expected: [1]);

        Assert.Equal((AlertActOutcome.Done, 2, "once"), (again.Outcome, again.Revision!.Revision, again.Revision.Comment));
        Assert.Equal(first.Revision!.Seq, again.Revision.Seq);
        Assert.Equal(AlertActOutcome.KeyReused, (await DoAsync(new CommentAct("other"), key: "k", content: "d")).Outcome);
        Assert.Equal(3, await _cluster.Ledger.HeadAsync());
    }

    [Fact]
    public async Task An_alert_that_has_moved_on_is_left_alone_and_shown()
    {
        await DoAsync(new AssignAct("bob", null));

        var late = await DoAsync(new AcknowledgeAct(null), expected: [1]);
        Assert.Equal((AlertActOutcome.Moved, 2, AlertChange.Assigned), (late.Outcome, late.Revision!.Revision, late.Revision.Change));
        Assert.Equal(AlertActOutcome.Done, (await DoAsync(new AcknowledgeAct(null), expected: [7, 2])).Outcome);
    }

    [Fact]
    public async Task After_the_end_comments_and_reviews_are_taken_and_nothing_else()
    {
        await EndAsync();
        var comments = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => DoAsync(new CommentAct($"comment {i}"))));
        var reviewed = await DoAsync(new ReviewAct(DispositionValue.FalseAlarm, "a wedding"));
        var refused = await DoAsync(new AcknowledgeAct(null));

        // Each one after the other, although all came at once.
        Assert.Equal([3, 4, 5, 6, 7, 8, 9, 10], comments.Select(static made => made.Revision!.Revision).Order());
        Assert.Equal(8, comments.Select(static made => made.Revision!.Comment).Distinct().Count());
        Assert.Equal((11, AlertStatus.Cleared), (reviewed.Revision!.Revision, reviewed.Revision.Status));
        Assert.Equal((AlertActOutcome.Ended, 11), (refused.Outcome, refused.Revision!.Revision));
        Assert.Equal(reviewed.Revision.Seq, refused.Revision.Seq);

        await _cluster.DeactivateAsync(Grain);
        Assert.Equal(12, (await DoAsync(new CommentAct("later"))).Revision!.Revision);
        Assert.Equal(12, await _cluster.Ledger.HeadAsync());
        Assert.Equal(reviewed.Revision.EndedAt, (await _cluster.Ledger.GetAsync(AlertId))!.EndedAt);
    }

    [Fact]
    public async Task An_alert_that_never_was_is_not_found()
    {
        var unknown = await Grain.ActOnAlertAsync(new AlertActRequest(Region + ".any-bomb.9", "ann", new CommentAct("hm")), s_act);

        Assert.Equal((AlertActOutcome.NotFound, null), (unknown.Outcome, unknown.Revision));
        Assert.Null(await Grain.AcknowledgeAlertAsync(Region + ".any-bomb.9", "ann", null));
    }

    private Task<AlertActResult> DoAsync(
        AlertAct act, string? key = null, string? content = null, IReadOnlyList<int>? expected = null) =>
        Grain.ActOnAlertAsync(new AlertActRequest(AlertId, "ann", act, key, content, expected), s_act);

    private async Task EndAsync()
    {
        _clock.Advance(TimeSpan.FromHours(3));
        await Wait.UntilAsync(
            async () => (await _cluster.Ledger.GetAsync(AlertId))?.Status == AlertStatus.Cleared, "the alert has cleared");
        Assert.Equal(2, await _cluster.Ledger.HeadAsync());
    }
}
