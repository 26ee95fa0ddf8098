using Microsoft.Extensions.Options;

namespace Alerting.Server.Feeds;

/// <summary>Limits how many live feeds are open, per caller and in total.</summary>
internal sealed class OpenFeeds(IOptions<FeedOptions> options)
{
    private readonly Dictionary<string, int> _bySubject = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _count;

    /// <summary>Counts a feed until the result is disposed of; null when the limit is reached.</summary>
    public IDisposable? TryOpen(string subject)
    {
        var limits = options.Value;
        lock (_lock)
        {
            var own = _bySubject.GetValueOrDefault(subject);
            if (own >= limits.FeedsPerSubject || _count >= limits.Feeds)
            {
                return null;
            }

            _bySubject[subject] = own + 1;
            _count++;
        }

        return new OpenFeed(this, subject);
    }

    private void Close(string subject)
    {
        lock (_lock)
        {
            _count--;
            if (--_bySubject[subject] == 0)
            {
                _bySubject.Remove(subject);
            }
        }
    }

    private sealed class OpenFeed(OpenFeeds feeds, string subject) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                feeds.Close(subject);
            }
        }
    }
}
