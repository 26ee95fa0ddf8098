using Alerting.Engine.Wire;
using Xunit;

namespace Alerting.Engine.Tests.Wire;

public sealed class WireWriterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(4_096)]
    [InlineData(4_097)]
    [InlineData(70_000)]
    public void What_was_given_away_stays_as_it_was(int length)
    {
        var writer = new WireWriter();
        Fill(writer, 1, length);
        var first = writer.Detach();
        Fill(writer, 2, length);
        var second = writer.Detach();
        Fill(writer, 3, length);

        Assert.Equal(Enumerable.Repeat((byte)1, length), first.ToArray());
        Assert.Equal(Enumerable.Repeat((byte)2, length), second.ToArray());
        Assert.Equal(length, writer.Length);
    }

    [Fact]
    public void Small_messages_cost_their_own_size()
    {
        var writer = new WireWriter();
        Fill(writer, 1, 100);
        writer.Detach();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Fill(writer, 1, 100);
            writer.Detach();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 100 * 256);
    }

    private static void Fill(WireWriter writer, byte value, int length)
    {
        for (var i = 0; i < length; i++)
        {
            writer.Byte(value);
        }
    }
}
