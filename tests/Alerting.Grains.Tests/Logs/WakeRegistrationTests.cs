using Alerting.Storage.Logs;
using Xunit;

namespace Alerting.Grains.Tests.Logs;

public sealed class WakeRegistrationTests
{
    private readonly LogParts _parts = new();

    private long Now => _parts.Clock.GetUtcNow().UtcTicks;

    [Fact]
    public void While_work_goes_on_the_index_is_written_once_a_second()
    {
        var first = _parts.Wake.ToStore(Now);
        Assert.Equal(Now, first);
        _parts.Wake.IsStoredAs(first);
        _parts.Clock.Advance(TimeSpan.FromMilliseconds(900));
        Assert.Equal(first, _parts.Wake.ToStore(Now));
        _parts.Clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(Now, _parts.Wake.ToStore(Now));
    }

    [Fact]
    public async Task An_instant_is_moved_only_where_the_index_says_another_one()
    {
        await _parts.Inner.AppendAsync(LogParts.Log, 1, new LogBatch(Guid.NewGuid(), default), Now, default);
        _parts.Position.Committed = 1;
        _parts.Wake.IsStoredAs(Now);
        var later = Now + TimeSpan.FromHours(1).Ticks;
        Assert.True(await _parts.Wake.MoveAsync(later, _parts.Position, default));
        Assert.Equal(later, _parts.Inner.WakeOf(LogParts.Log));

        await _parts.Inner.SetWakeAsync(LogParts.Log, 1, 7, default);
        Assert.True(await _parts.Wake.MoveAsync(later, _parts.Position, default));
        Assert.Equal(7, _parts.Inner.WakeOf(LogParts.Log));
    }
}
