using Alerting.Storage.Logs;
using Xunit;

namespace Alerting.Grains.Tests.Logs;

public sealed class SnapshotWriterTests
{
    private const int MiB = 1 << 20;
    private readonly LogParts _parts = new();

    [Fact]
    public async Task Under_load_a_snapshot_is_due_after_two_megabytes_and_then_after_a_quarter_of_its_own_size()
    {
        _parts.State.Texts.Add(new string('x', 40 * MiB));
        Assert.Null(_parts.Snapshots.TakeIfDue((2 * MiB) - 1));
        await StoreAsync(_parts.Snapshots.TakeIfDue(1));
        Assert.Null(_parts.Snapshots.TakeIfDue(9 * MiB));
        Assert.NotNull(_parts.Snapshots.TakeIfDue(MiB));
    }

    [Fact]
    public async Task At_rest_a_tail_of_some_kilobytes_is_enough()
    {
        _parts.Position.Committed = 3;
        _parts.Snapshots.TakeIfDue(1_000);
        _parts.Snapshots.SaveAtRest(3, ends: false);
        await _parts.Snapshots.Finished;
        Assert.Null(await _parts.Inner.ReadSnapshotAsync(LogParts.Log, default));

        _parts.Snapshots.TakeIfDue(16_000);
        _parts.Snapshots.SaveAtRest(3, ends: false);
        await _parts.Snapshots.Finished;
        Assert.Equal(3, (await _parts.Inner.ReadSnapshotAsync(LogParts.Log, default))?.Sequence);
    }

    [Fact]
    public async Task After_a_failure_the_next_one_waits_but_for_an_activation_that_ends()
    {
        _parts.Store.NoSnapshotsOf = LogParts.Log;
        _parts.Position.Committed = 1;
        await StoreAsync(_parts.Snapshots.TakeIfDue(3 * MiB));
        _parts.Store.NoSnapshotsOf = null;
        Assert.Null(_parts.Snapshots.TakeIfDue(MiB));
        _parts.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.NotNull(_parts.Snapshots.TakeIfDue(MiB));

        _parts.Store.NoSnapshotsOf = LogParts.Log;
        await StoreAsync(_parts.State.Save());
        _parts.Store.NoSnapshotsOf = null;
        _parts.Snapshots.SaveAtRest(1, ends: true);
        await _parts.Snapshots.Finished;
        Assert.NotNull(await _parts.Inner.ReadSnapshotAsync(LogParts.Log, default));
    }

    private async Task StoreAsync(LogSnapshot? snapshot)
    {
        _parts.Snapshots.Start(Assert.IsType<LogSnapshot>(snapshot));
        await _parts.Snapshots.Finished;
    }
}
