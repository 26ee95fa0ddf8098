using System.Diagnostics;
using Alerting.Cluster.Clock;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

/// <summary>
/// Runs before the server's own code in a process that was started with this assembly as a hook of the runtime
/// (DOTNET_STARTUP_HOOKS), and gives it a clock that a test sets. What libfaketime does to all clocks of a process stalls
/// its sockets now and then when much goes on.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(SiloClock.Variable) is { Length: > 0 } file)
        {
            DiagnosticListener.AllListeners.Subscribe(new Listener(file));
        }
    }

    /// <summary>Hears when the host is about to be built (Microsoft.Extensions.Hosting tells it for tools like this).</summary>
    private sealed class Listener(string file) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "HostBuilding", Value: IHostBuilder host })
            {
                host.ConfigureServices((_, services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new SiloClock(file))));
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
