using System.Reflection;
using Alerting.Alerts;
using Alerting.Grains.Alerts;
using Alerting.Server.Alerts;
using Xunit;

namespace Alerting.Server.Tests.Alerts;

public sealed class RevisionReaderTests
{
    private static readonly CancellationToken s_token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_who_stand_at_one_place_read_the_ledger_once()
    {
        var (grains, ledger) = GrainsProxy.Create();
        ledger.Held = new TaskCompletionSource();
        using var reader = new RevisionReader(grains, new SharedRevisions(), 2);
        var reads = Enumerable.Range(0, 10_000).Select(_ => reader.GetAsync(2, s_token).AsTask()).ToList();
        Assert.Equal(2, ledger.Reads);

        ledger.Held.SetResult();
        var read = await Task.WhenAll(reads);

        Assert.Equal(2, ledger.Reads);
        Assert.All(read, static revision => Assert.Equal(2, revision!.Seq));
        Assert.Equal(3, (await reader.GetAsync(3, s_token))!.Seq);
        Assert.Equal(2, ledger.Reads);
    }

    [Fact]
    public async Task What_a_list_names_is_read_together_and_in_its_order()
    {
        var (grains, ledger) = GrainsProxy.Create();
        using var reader = new RevisionReader(grains, new SharedRevisions(), 2);
        long[] seqs = [5, 9, 12, 40];
        for (var index = 0; index < seqs.Length; index++)
        {
            Assert.Equal(seqs[index], (await reader.GetAsync(seqs, index, s_token))!.Seq);
        }

        Assert.Equal(1, ledger.Reads);
    }

    [Fact]
    public async Task A_read_that_fails_leaves_room_for_the_next()
    {
        var (grains, ledger) = GrainsProxy.Create();
        using var reader = new RevisionReader(grains, new SharedRevisions(), 1);
        ledger.Held = new TaskCompletionSource();
        ledger.Held.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(async () => await reader.GetAsync(2, s_token));
        ledger.Held = null;
        Assert.NotNull(await reader.GetAsync(2, s_token));
        Assert.Null(await reader.GetAsync(GrainsProxy.Head + 1, s_token));
    }

    /// <summary>A grain factory that knows the ledger alone, and the ledger.</summary>
    public class GrainsProxy : DispatchProxy
    {
        public const long Head = 100;

        private IAlertLedgerGrain? _ledger;

        public static (IGrainFactory Grains, LedgerProxy Ledger) Create()
        {
            var grains = Create<IGrainFactory, GrainsProxy>();
            var ledger = Create<IAlertLedgerGrain, LedgerProxy>();
            ((GrainsProxy)(object)grains)._ledger = ledger;
            return (grains, (LedgerProxy)(object)ledger);
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _ledger;
    }

    /// <summary>Answers when the test lets it, and counts.</summary>
    public class LedgerProxy : DispatchProxy
    {
        private int _reads;

        public int Reads => _reads;

        public TaskCompletionSource? Held { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Assert.Equal(nameof(IAlertLedgerGrain.ReadSelectedAsync), targetMethod!.Name);
            Interlocked.Increment(ref _reads);
            return AnswerAsync((IReadOnlyList<long>)args![0]!);
        }

        private async Task<IReadOnlyList<LedgerRevision>> AnswerAsync(IReadOnlyList<long> seqs)
        {
            await (Held?.Task ?? Task.CompletedTask);
            return [.. seqs.Where(static seq => seq <= GrainsProxy.Head).Select(static seq => Revisions.Of(seq))];
        }
    }
}
