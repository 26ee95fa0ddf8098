using Alerting.Reports;

namespace Alerting.Server.Backtests;

/// <summary>A backtest or preview that is not run, or not run on.</summary>
internal sealed class BacktestRefusedException(Fault fault) : Exception(fault.Detail)
{
    public Fault Fault => fault;
}
