using Alerting.Server.Feeds;
using Microsoft.Extensions.Options;
using Xunit;

namespace Alerting.Server.Tests.Feeds;

public sealed class OpenFeedsTests
{
    [Fact]
    public void No_caller_has_more_than_its_share_and_all_together_no_more_than_there_are()
    {
        var feeds = new OpenFeeds(Options.Create(new FeedOptions { FeedsPerSubject = 2, Feeds = 3 }));
        var first = feeds.TryOpen("a");
        Assert.NotNull(first);
        Assert.NotNull(feeds.TryOpen("a"));
        Assert.Null(feeds.TryOpen("a"));
        Assert.NotNull(feeds.TryOpen("b"));
        Assert.Null(feeds.TryOpen("b"));

        first.Dispose();
        first.Dispose();
        Assert.NotNull(feeds.TryOpen("b"));
        Assert.Null(feeds.TryOpen("b"));
        Assert.Null(feeds.TryOpen("a"));
    }
}
