using System.Collections.Concurrent;
using System.Security.Claims;
using Alerting.Grains.Access;

namespace Alerting.Server.Access;

/// <summary>
/// Ends what would outlive its subject: a request that goes on for long watches here, and is told when the key is revoked or
/// expires, or the session ends.
/// </summary>
internal sealed class SubjectEnds : IDisposable
{
    private readonly ConcurrentDictionary<Watch, byte> _open = new();
    private readonly KeyCache _keys;
    private readonly TimeProvider _clock;

    public SubjectEnds(KeyCache keys, TimeProvider clock)
    {
        (_keys, _clock) = (keys, clock);
        _keys.Updated += Look;
    }

    /// <summary>Watches until the result is disposed of.</summary>
    public Watch Begin(ClaimsPrincipal user)
    {
        var watch = new Watch(this, Subject.Of(user));
        _open.TryAdd(watch, 0);

        // It may have ended before it was watched.
        watch.Look(_keys.Current);
        return watch;
    }

    public void Dispose() => _keys.Updated -= Look;

    private void Look(KeyIndex index)
    {
        foreach (var watch in _open.Keys)
        {
            watch.Look(index);
        }
    }

    internal sealed class Watch : IDisposable
    {
        // What a timer can wait for; what ends later is looked at again then.
        private static readonly TimeSpan s_maxWait = TimeSpan.FromDays(20);

        private readonly CancellationTokenSource _ended = new();
        private readonly Lock _lock = new();
        private readonly SubjectEnds _ends;
        private readonly Subject? _subject;
        private readonly ITimer _timer;
        private bool _isDisposed;

        public Watch(SubjectEnds ends, Subject? subject)
        {
            (_ends, _subject) = (ends, subject);
            _timer = ends._clock.CreateTimer(
                static state => ((Watch)state!).LookAgain(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        /// <summary>Cancelled when the subject is one no more.</summary>
        public CancellationToken Ended => _ended.Token;

        public void Look(KeyIndex index)
        {
            var until = _subject?.EndsAt;
            if (_subject?.Credential is { } hash)
            {
                if (index.Find(hash) is not { } shown)
                {
                    End();
                    return;
                }

                until = shown.Until;
            }

            if (until is not { } instant)
            {
                return;
            }

            var left = instant - _ends._clock.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                End();
                return;
            }

            lock (_lock)
            {
                if (!_isDisposed)
                {
                    _timer.Change(left < s_maxWait ? left : s_maxWait, Timeout.InfiniteTimeSpan);
                }
            }
        }

        public void Dispose()
        {
            _ends._open.TryRemove(this, out _);
            lock (_lock)
            {
                _isDisposed = true;
                _timer.Dispose();
                _ended.Dispose();
            }
        }

        private void LookAgain() => Look(_ends._keys.Current);

        private void End()
        {
            lock (_lock)
            {
                if (!_isDisposed)
                {
                    // Not on this thread: others wait to be told, too.
                    _ = _ended.CancelAsync();
                }
            }
        }
    }
}
