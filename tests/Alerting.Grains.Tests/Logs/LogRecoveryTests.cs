using Alerting.Storage.Logs;
using Xunit;

namespace Alerting.Grains.Tests.Logs;

public sealed class LogRecoveryTests
{
    private readonly LogParts _parts = new();

    [Fact]
    public async Task Snapshot_and_tail_give_the_state_and_the_position()
    {
        await AppendAsync("a", "b", "c");
        await SnapshotAsync(2, "a\nb");
        await _parts.Recovery.RunAsync(default);
        Assert.Equal(["a", "b", "c"], _parts.State.Texts);
        Assert.Equal(3, _parts.Position.Committed);
    }

    [Fact]
    public async Task A_snapshot_of_another_version_is_passed_over_for_the_whole_log()
    {
        await AppendAsync("a", "b");
        await SnapshotAsync(2, "nobody reads this");
        _parts.State.KnowsForm = false;
        await _parts.Recovery.RunAsync(default);
        Assert.Equal(["a", "b"], _parts.State.Texts);
    }

    [Fact]
    public async Task A_snapshot_that_is_not_whole_is_removed_and_the_next_recovery_does_without()
    {
        await AppendAsync("a", "b");
        await SnapshotAsync(2, "damaged");
        await Assert.ThrowsAsync<LogStoreUnavailableException>(() => _parts.Recovery.RunAsync(default));

        var next = new LogParts(_parts.Inner);
        await next.Recovery.RunAsync(default);
        Assert.Equal(["a", "b"], next.State.Texts);
    }

    [Fact]
    public async Task A_damaged_entry_is_named()
    {
        await AppendAsync("a", "damaged");
        var error = await Assert.ThrowsAsync<LogStoreUnusableException>(() => _parts.Recovery.RunAsync(default));
        Assert.Contains($"Entry 2 of log '{LogParts.Log}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recovery_that_is_long_leaves_a_snapshot_on_the_way()
    {
        await AppendAsync([.. Enumerable.Repeat(new string('x', 5 << 20), 8)]);
        await _parts.Recovery.RunAsync(default);
        var snapshot = await _parts.Inner.ReadSnapshotAsync(LogParts.Log, default);
        Assert.InRange(snapshot!.Sequence, 6, 8);
    }

    private async Task AppendAsync(params string[] texts)
    {
        for (var i = 0; i < texts.Length; i++)
        {
            await _parts.Inner.AppendAsync(
                LogParts.Log, i + 1, new LogBatch(Guid.NewGuid(), System.Text.Encoding.UTF8.GetBytes(texts[i])), null, default);
        }
    }

    private Task SnapshotAsync(long sequence, string text) =>
        _parts.Inner.SaveSnapshotAsync(LogParts.Log, sequence, System.Text.Encoding.UTF8.GetBytes(text), default);
}
