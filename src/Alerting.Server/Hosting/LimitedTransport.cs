using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Hosting;

/// <summary>
/// The sockets of the web server, with a limit on how many are open at one time: a connection beyond it is closed before the next
/// one is accepted. Kestrel's own limit applies when it begins to serve a connection, and in a storm hundreds have been accepted
/// by then; without a free descriptor the runtime cannot load code and ends the process.
/// </summary>
internal sealed class LimitedTransport(IOptions<SocketTransportOptions> options, ILoggerFactory loggers, ConnectionLimit limit)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly int _max = limit.Connections;
    private readonly SocketTransportFactory _sockets = new(options, loggers);
    private int _open;

    public bool CanBind(EndPoint endpoint) => _sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(this, await _sockets.BindAsync(endpoint, cancellationToken));

    private sealed class Listener(LimitedTransport transport, IConnectionListener inner) : IConnectionListener
    {
        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (await inner.AcceptAsync(cancellationToken) is { } connection)
            {
                if (Interlocked.Increment(ref transport._open) <= transport._max)
                {
                    return new Counted(transport, connection);
                }

                Interlocked.Decrement(ref transport._open);
                connection.Abort(new ConnectionAbortedException("As many connections are open as may be."));
                await connection.DisposeAsync();
            }

            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    /// <summary>A connection that counts until its socket is closed.</summary>
    private sealed class Counted(LimitedTransport transport, ConnectionContext inner) : ConnectionContext
    {
        private int _isClosed;

        public override string ConnectionId
        {
            get => inner.ConnectionId;
            set => inner.ConnectionId = value;
        }

        public override IFeatureCollection Features => inner.Features;

        public override IDictionary<object, object?> Items
        {
            get => inner.Items;
            set => inner.Items = value;
        }

        public override IDuplexPipe Transport
        {
            get => inner.Transport;
            set => inner.Transport = value;
        }

        public override EndPoint? LocalEndPoint
        {
            get => inner.LocalEndPoint;
            set => inner.LocalEndPoint = value;
        }

        public override EndPoint? RemoteEndPoint
        {
            get => inner.RemoteEndPoint;
            set => inner.RemoteEndPoint = value;
        }

        public override CancellationToken ConnectionClosed
        {
            get => inner.ConnectionClosed;
            set => inner.ConnectionClosed = value;
        }

        public override void Abort(ConnectionAbortedException abortReason) => inner.Abort(abortReason);

        public override void Abort() => inner.Abort();

        public override async ValueTask DisposeAsync()
        {
            try
            {
                await inner.DisposeAsync();
            }
            finally
            {
                if (Interlocked.Exchange(ref _isClosed, 1) == 0)
                {
                    Interlocked.Decrement(ref transport._open);
                }

                await base.DisposeAsync();
            }
        }
    }
}
